// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import java.util.List;
import java.util.function.UnaryOperator;

/** Keeps keys as long as the process runs. */
public final class MemoryKeyStore implements KeyStore {
  private volatile List<ClientKey> keys = List.of();

  @Override
  public List<ClientKey> read() {
    return keys;
  }

  @Override
  public synchronized List<ClientKey> change(UnaryOperator<List<ClientKey>> change) {
    keys = List.copyOf(change.apply(keys));
    return keys;
  }

  @Override
  public Object version() {
    // the list itself: a change makes another one, and lists are compared by what is in them
    return keys;
  }
}
