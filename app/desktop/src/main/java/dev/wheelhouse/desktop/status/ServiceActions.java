// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.status;

import dev.wheelhouse.desktop.action.Remedies;
import dev.wheelhouse.desktop.action.Remedy;
import dev.wheelhouse.desktop.action.StackActions;
import dev.wheelhouse.desktop.action.StackFailure;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.jspecify.annotations.Nullable;

/** What can be done to a service of the stack on show. */
public final class ServiceActions {
  private final StatusViewModel model;
  private final StackActions actions;
  private final Remedies remedies;
  private final Frame frame;

  public ServiceActions(
      StatusViewModel model, StackActions actions, Remedies remedies, Frame frame) {
    this.model = model;
    this.actions = actions;
    this.remedies = remedies;
    this.frame = frame;
  }

  /** Why the last order failed; null when it did not. */
  ReadOnlyObjectProperty<@Nullable StackFailure> failureProperty() {
    return actions.failureProperty();
  }

  void startAll() {
    withStack(actions::start);
  }

  void stopAll() {
    withStack(actions::stop);
  }

  void start(ServiceStatus service) {
    withStack(stack -> actions.start(stack, service.name()));
  }

  void stop(ServiceStatus service) {
    withStack(stack -> actions.stop(stack, service.name()));
  }

  void restart(ServiceStatus service) {
    withStack(stack -> actions.restart(stack, service.name()));
  }

  void openLog(ServiceStatus service) {
    frame.navigator().go(ScreenName.LOGS, service.name());
  }

  void openWeb(ServiceStatus service) {
    frame.outside().open(service.webUrl());
  }

  void open(String url) {
    frame.outside().open(url);
  }

  void copyShell(ServiceStatus service) {
    copy(shellCommand(service));
  }

  void copy(String text) {
    frame.outside().copy(text);
    frame.notices().done("Copied: " + text);
  }

  /** The command that opens a shell in the service's container. */
  String shellCommand(ServiceStatus service) {
    Stack stack = model.stackProperty().get();
    return "docker compose -p "
        + (stack == null ? "" : stack.id())
        + " exec "
        + service.name()
        + " sh";
  }

  /** The command that follows the service's log. */
  String logCommand(ServiceStatus service) {
    Stack stack = model.stackProperty().get();
    return "docker compose -p " + (stack == null ? "" : stack.id()) + " logs -f " + service.name();
  }

  /** What remedies that there is no engine. */
  List<Remedy> engineRemedies(EngineProblem problem) {
    return remedies.ofEngine(problem);
  }

  List<Remedy> remedies(Problem problem) {
    Stack stack = model.stackProperty().get();
    return stack == null ? List.of() : remedies.of(problem, stack);
  }

  private void withStack(Consumer<Stack> order) {
    Stack stack = model.stackProperty().get();
    if (stack != null) {
      order.accept(stack);
    }
  }
}
