// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client's key, without its secret, which nobody knows but the client.
 *
 * @param id public, part of what the client sends
 * @param expiresAt null for never
 * @param honoured false once it was revoked
 */
public record GatewayKey(
    String id,
    String name,
    KeyRights rights,
    Instant createdAt,
    @Nullable Instant expiresAt,
    boolean honoured) {

  /** Whether it has expired by then. */
  public boolean expired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** How what the client sends begins. */
  public String beginning() {
    return "whk-" + id;
  }
}
