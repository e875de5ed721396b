// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.frame;

import javafx.scene.Node;

/** The panel at the right of the window that shows details of what is selected. */
public interface Inspector {

  /** Opens the panel, or replaces what it shows. */
  void show(String title, Node content);

  /** Closes the panel. */
  void hide();
}
