// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

/** Limits that are counted in this process. */
class MemoryLimitStoreTest extends LimitStoreContract {
  private final MemoryLimitStore store = new MemoryLimitStore();

  @Override
  LimitStore store() {
    return store;
  }
}
