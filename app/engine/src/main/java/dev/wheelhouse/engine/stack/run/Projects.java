// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeReading;
import dev.wheelhouse.engine.compose.Extension;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.files.StackFolder;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model of a stack for showing it, also while its file is broken. */
final class Projects {
  private static final Logger log = LoggerFactory.getLogger(Projects.class);

  private Projects() {}

  /** The project; one without services when the file cannot be read just now. */
  static ComposeProject readable(StackFolder folder) {
    try {
      return folder.files().project();
    } catch (ProblemException e) {
      log.debug("{} cannot be read: {}", folder.folder(), e.problem().cause());
      return new ComposeProject(
          folder.id().value(),
          folder.folder(),
          folder.folder().resolve("compose.yaml"),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Extension.none(),
          ComposeReading.none());
    }
  }
}
