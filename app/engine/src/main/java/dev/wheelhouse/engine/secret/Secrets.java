// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.secret;

import java.util.Optional;

/**
 * Named secrets of the user: in the system's keyring where there is one, else in files that only
 * the user may read. Thread-safe.
 */
public interface Secrets {
  Optional<String> read(String name);

  void write(String name, String value);

  void delete(String name);

  /** Returns the secret of that name, made at random (256 bit) when it is missing. */
  String readOrGenerate(String name);

  /** Where they are kept, for the user: "system keyring" or "files in …". */
  String place();
}
