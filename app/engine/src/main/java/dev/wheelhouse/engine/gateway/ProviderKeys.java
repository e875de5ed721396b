// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.secret.Secrets;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The keys of providers, each bound to the host that it was saved for: an address that is changed
 * later, by whom ever, does not get the key of the one before.
 */
final class ProviderKeys {
  private static final String BINDING = "@host";

  private final Secrets secrets;

  ProviderKeys(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Keeps a key for this address. */
  void write(String name, URI address, String key) {
    secrets.write(name + BINDING, host(address));
    secrets.write(name, key);
  }

  /**
   * The key for this address; empty when there is none, or when it belongs to another host. A key
   * from before there were bindings belongs to the first address that asks.
   */
  Optional<String> read(String name, URI address) {
    Optional<String> key = secrets.read(name);
    if (key.isEmpty()) {
      return key;
    }
    Optional<String> bound = secrets.read(name + BINDING);
    if (bound.isEmpty()) {
      secrets.write(name + BINDING, host(address));
      return key;
    }
    return bound.get().equals(host(address)) ? key : Optional.empty();
  }

  /** The host that a key belongs to, when that is not this one. */
  Optional<String> otherHost(String name, URI address) {
    return secrets.read(name).isEmpty()
        ? Optional.empty()
        : secrets.read(name + BINDING).filter(bound -> !bound.equals(host(address)));
  }

  void delete(String name) {
    secrets.delete(name);
    secrets.delete(name + BINDING);
  }

  private static String host(URI address) {
    return String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
  }
}
