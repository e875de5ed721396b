// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.problem.Problem;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Whether the gateway runs. */
public final class GatewayViewModel {
  private final LocalGateway gateway;
  private final UiTasks tasks;
  private final ReadOnlyObjectWrapper<LocalGateway.State> state;
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();

  public GatewayViewModel(LocalGateway gateway, UiTasks tasks) {
    this.gateway = gateway;
    this.tasks = tasks;
    state = new ReadOnlyObjectWrapper<>(gateway.state());
    gateway.events().subscribe(new UiFeed<>(tasks.ui(), states -> state.set(states.getLast())));
  }

  ReadOnlyObjectProperty<LocalGateway.State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /** Why it could not even be tried; null when it could. */
  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  void start() {
    problem.set(null);
    tasks.load("Start the gateway", gateway::start, started -> {}, problem::set);
  }

  /** It is on show: the gateway is started, because this screen is about using it. */
  void shown() {
    start();
  }
}
