// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.files.StackFolder;
import dev.wheelhouse.engine.stack.plan.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Two homes on one engine have stacks of the same names, over the same volumes but with other
 * secrets. The one that came first keeps its stack.
 */
final class Ownership {
  private Ownership() {}

  /**
   * Checks that no container of the stack was made by Wheelhouse from another folder. What Docker
   * Compose made is anybody's, and so is what a folder left that has gone: its home has moved.
   *
   * @throws ProblemException {@code BelongsElsewhere}
   */
  static void require(Docker docker, StackFolder own) {
    String stack = own.id().value();
    for (ContainerSummary row : docker.containers(Labels.ofProject(stack))) {
      String folder = row.labels().getOrDefault(Labels.FOLDER, "");
      boolean ours = row.labels().containsKey(Labels.HASH);
      if (ours && !folder.isEmpty() && isAnother(folder, own.folder())) {
        throw new ProblemException(new StackProblem.BelongsElsewhere(stack, folder));
      }
    }
  }

  /** A folder that this user may not look at counts as being there. */
  private static boolean isAnother(String name, Path own) {
    try {
      Path folder = Path.of(name);
      return !folder.equals(own) && !Files.notExists(folder) && !Files.isSameFile(folder, own);
    } catch (InvalidPathException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
