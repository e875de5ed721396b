// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.frame;

import dev.wheelhouse.engine.stack.StackId;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/** Which stack the window shows; the switcher in the top bar changes it. UI thread only. */
public final class CurrentStack {
  private final ObjectProperty<StackId> id;

  public CurrentStack(StackId first) {
    id = new SimpleObjectProperty<>(first);
  }

  public StackId get() {
    return id.get();
  }

  public void set(StackId stack) {
    id.set(stack);
  }

  public ReadOnlyObjectProperty<StackId> property() {
    return id;
  }
}
