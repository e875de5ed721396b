// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import javafx.scene.Node;

/** Shows and hides nodes together with the room that they take. */
public final class Visibility {
  private Visibility() {}

  public static void show(Node node, boolean wanted) {
    node.setVisible(wanted);
    node.setManaged(wanted);
  }
}
