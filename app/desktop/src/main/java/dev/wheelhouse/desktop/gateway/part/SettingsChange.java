// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.part;

import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.gateway.config.GatewaySettings;
import dev.wheelhouse.engine.gateway.config.GatewaySettingsStore;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Problem;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Changes the gateway's settings, and keeps why that did not work. */
public final class SettingsChange {
  private final GatewaySettingsStore store;
  private final UiTasks tasks;
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();

  public SettingsChange(GatewaySettingsStore store, UiTasks tasks) {
    this.store = store;
    this.tasks = tasks;
  }

  /** Why the last change, or a look, did not work; null when it did. */
  public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /**
   * Changes them.
   *
   * @param done when they are in use
   */
  public void make(String title, UnaryOperator<GatewaySettings> how, Runnable done) {
    problem.set(null);
    tasks.load(title, () -> store.update(how), changed -> done.run(), problem::set);
  }

  /** Refuses what was written before anything is changed. */
  public void refuse(String what, String detail, String remedy) {
    problem.set(new BadInput(what, detail, remedy));
  }

  /** Tells of something else that did not work. */
  public void failed(@Nullable Problem cause) {
    problem.set(cause);
  }
}
