// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

/** Client keys that last as long as the process. */
class MemoryKeyStoreTest extends KeyStoreContract {
  private final KeyStore store = new MemoryKeyStore();

  @Override
  KeyStore store() {
    return store;
  }

  @Override
  KeyStore other() {
    return store;
  }
}
