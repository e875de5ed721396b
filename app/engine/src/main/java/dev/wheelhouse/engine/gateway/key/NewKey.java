// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.key;

/**
 * A key that was just made.
 *
 * @param token what the client sends; it cannot be seen again later. Never log it.
 */
public record NewKey(GatewayKey key, String token) {
  @Override
  public String toString() {
    return "NewKey[" + key.id() + "]";
  }
}
