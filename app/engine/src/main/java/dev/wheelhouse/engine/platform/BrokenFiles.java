// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moves files that cannot be read out of the way; they are never deleted. */
public final class BrokenFiles {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private BrokenFiles() {}

  /**
   * Moves the file to a free name beside it, and the files that belong to it (same name and one of
   * the endings) to the matching names.
   *
   * @return the new name of the file itself
   * @throws ProblemException with {@code FileTrouble}
   */
  public static Path setAside(Path file, Clock clock, String... endings) {
    Path aside = freeName(file, STAMP.format(clock.instant()));
    try {
      for (String ending : endings) {
        Path companion = file.resolveSibling(file.getFileName() + ending);
        if (Files.exists(companion)) {
          Files.move(companion, aside.resolveSibling(aside.getFileName() + ending));
        }
      }
      return Files.move(file, aside);
    } catch (IOException e) {
      throw new ProblemException(new FileTrouble(file.toString(), e.toString()), e);
    }
  }

  private static Path freeName(Path file, String stamp) {
    String base = file.getFileName() + ".broken-" + stamp;
    Path name = file.resolveSibling(base);
    for (int next = 2; Files.exists(name); next++) {
      name = file.resolveSibling(base + "-" + next);
    }
    return name;
  }
}
