// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.files;

import dev.wheelhouse.engine.compose.ComposeFile;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.read.Trust;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes the configs and secrets whose content the Compose file holds, so that containers can mount
 * them. As with other secrets the folder is closed to others, and each container can read its file.
 */
final class InlineFiles {
  private InlineFiles() {}

  static void write(ComposeProject project) {
    List<ComposeFile> files =
        Stream.concat(project.secrets().values().stream(), project.configs().values().stream())
            .toList();
    for (ComposeFile file : files) {
      String content = file.content();
      if (content != null) {
        checkPlace(project.folder(), file.file());
        write(file.file(), content);
      }
    }
  }

  /** A link on the way, which a container that mounts the folder can make, would lead elsewhere. */
  private static void checkPlace(Path folder, Path file) {
    Path parent = file.resolveSibling(".").normalize();
    Path end = Trust.real(folder).resolve(folder.relativize(parent));
    if (!Trust.real(parent).equals(end)) {
      throw new ProblemException(
          new InputProblem.FileTrouble(
              parent.toString(), "a link leads from there to " + Trust.real(parent)));
    }
  }

  /** What is there already stays: containers have that file open. */
  private static void write(Path file, String content) {
    try {
      if (Files.isRegularFile(file) && Files.readString(file).equals(content)) {
        return;
      }
      Path parent = file.resolveSibling(".").normalize();
      PrivateFiles.folder(parent);
      Path fresh = parent.resolve("." + file.getFileName() + "." + UUID.randomUUID());
      Files.writeString(fresh, content, StandardOpenOption.CREATE_NEW);
      SecretFiles.allow(fresh, "r--r--r--");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ProblemException(
          new InputProblem.FileTrouble(file.toString(), String.valueOf(e.getMessage())), e);
    }
  }
}
