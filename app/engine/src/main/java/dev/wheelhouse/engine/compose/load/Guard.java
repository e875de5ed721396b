// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.load;

import dev.wheelhouse.engine.compose.tree.Place;
import java.nio.file.Path;

/** Says which files a Compose file may have read. */
public interface Guard {
  /**
   * Throws when the file must not be read.
   *
   * @param folder the project's
   * @param place that names the file
   */
  void check(Path folder, Path file, Place place);
}
