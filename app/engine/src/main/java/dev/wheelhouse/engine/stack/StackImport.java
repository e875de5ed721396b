// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

import dev.wheelhouse.engine.compose.ComposeDanger;
import java.nio.file.Path;
import java.util.List;

/**
 * A Compose project from elsewhere, copied and looked at, that waits for a yes or a no.
 *
 * @param id the stack that it becomes
 * @param source where it was found
 * @param copy where the copy is that was looked at
 * @param dangers what in it people should see first
 * @param notices what a run leaves out, or why it cannot be run as it is
 */
public record StackImport(
    StackId id, Path source, Path copy, List<ComposeDanger> dangers, List<String> notices) {
  public StackImport {
    dangers = List.copyOf(dangers);
    notices = List.copyOf(notices);
  }
}
