// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.key;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this home's gateway. Every change counts from the next request on, also for a gateway
 * in another process. Blocking; thread-safe. Failures are {@code ProblemException}s.
 */
public interface GatewayKeys {
  /** All keys, also the revoked ones, the oldest first. */
  List<GatewayKey> list();

  /**
   * Makes a key.
   *
   * @param name for the user and the logs: one line, 1 to 100 characters
   * @param expiresAt null for never
   */
  NewKey create(String name, KeyRights rights, @Nullable Instant expiresAt);

  /** Honours the key no more; {@link #restore} undoes that. */
  GatewayKey revoke(String id);

  /** Honours a revoked key again. */
  GatewayKey restore(String id);

  /** Forgets a key for good. */
  void delete(String id);
}
