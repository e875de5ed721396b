// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chroma;

import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.gateway.upstream.BaseAddress;
import java.net.URI;

/**
 * Where a Chroma is. Its tenant and database are those that every server has.
 *
 * @param address without {@code /api/v2}
 * @param token of the server, or of the front door before it; {@link Secret#none()} without one
 * @param collection what the names of the gateway's own collections begin with
 */
public record ChromaConfig(URI address, Secret token, String collection) {
  private static final String OUR_COLLECTION = "wheelhouse-questions";

  /** Checks the address as that of an upstream. */
  public ChromaConfig {
    BaseAddress.of(address);
    if (!collection.matches("[a-zA-Z0-9][a-zA-Z0-9._-]{1,200}")) {
      throw new IllegalArgumentException(
          "a collection is named with letters, digits, dots and dashes");
    }
  }

  /** With the usual name of our collections. */
  public static ChromaConfig of(URI address, Secret token) {
    return new ChromaConfig(address, token, OUR_COLLECTION);
  }

  /** Whether it is on this machine, so that what is sent there stays here. */
  public boolean onThisMachine() {
    return BaseAddress.of(address).onThisMachine();
  }
}
