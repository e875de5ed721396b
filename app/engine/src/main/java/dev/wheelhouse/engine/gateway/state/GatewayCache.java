// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.state;

import java.util.Optional;

/** The cache of the gateway that runs in this process. */
public interface GatewayCache {
  /** How it is now; empty without a running gateway. */
  Optional<CacheNow> now();

  /**
   * Forgets every answer.
   *
   * @return how many there were
   */
  long clear();
}
