// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.state;

import java.util.Optional;

/** Looks at the gateway that runs in this process. */
@FunctionalInterface
public interface GatewayFigures {
  /** How it is now; empty while it does not run, or runs in another process. Never blocks. */
  Optional<GatewayNow> now();
}
