// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.frame;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.Node;
import javafx.stage.FileChooser;

/** Asks for a file with the system's own dialog. */
public final class FileQuestion {
  private FileQuestion() {}

  /** Where to save; empty when the user thought better of it. */
  public static Optional<Path> save(Node owner, String title, String name) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.setInitialFileName(name);
    File file = chooser.showSaveDialog(owner.getScene().getWindow());
    return Optional.ofNullable(file).map(File::toPath);
  }
}
