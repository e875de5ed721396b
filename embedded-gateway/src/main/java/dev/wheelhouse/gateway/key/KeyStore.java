// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import java.util.List;
import java.util.function.UnaryOperator;

/** Where client keys are kept. Safe from any thread; failures are {@code UncheckedIOException}s. */
public interface KeyStore {
  /** All keys, in the order in which they were made. */
  List<ClientKey> read();

  /** Changes the keys in one step, also among processes; returns what is kept now. */
  List<ClientKey> change(UnaryOperator<List<ClientKey>> change);

  /** Something cheap that is another one after the keys have changed. */
  Object version();
}
