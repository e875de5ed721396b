// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.action;

import dev.wheelhouse.desktop.frame.Notices;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.StackProblem.StartIncomplete;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.Stacks;
import dev.wheelhouse.engine.stack.StartOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Starts, stops and restarts as jobs. What the user sees of it comes from the engine's events. */
public final class StackActions {
  private final Stacks stacks;
  private final UiTasks tasks;
  private final Notices notices;
  private final Map<StackId, Job<Stack>> starting = new HashMap<>();
  private final ReadOnlyObjectWrapper<@Nullable StackFailure> failure =
      new ReadOnlyObjectWrapper<>();

  public StackActions(Stacks stacks, UiTasks tasks, Notices notices) {
    this.stacks = stacks;
    this.tasks = tasks;
    this.notices = notices;
  }

  /** Why the last order failed; null when it did not. */
  public ReadOnlyObjectProperty<@Nullable StackFailure> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  public void start(Stack stack) {
    start(stack, StartOptions.all(), "Start " + stack.title());
  }

  /** Starts one service and what it depends on. */
  public void start(Stack stack, String service) {
    StartOptions all = StartOptions.all();
    start(stack, new StartOptions(Set.of(service), all.timeout()), "Start " + service);
  }

  /** Ends the start that this window began; does nothing without one. */
  public void cancelStart(StackId id) {
    Job<Stack> job = starting.get(id);
    if (job != null) {
      job.cancel();
    }
  }

  /** Whether {@link #cancelStart} would do something. */
  public boolean canCancelStart(StackId id) {
    Job<Stack> job = starting.get(id);
    return job != null && job.snapshot().running();
  }

  /** Stops the whole stack; its data stays, and that is said. */
  public void stop(Stack stack) {
    run(
        stack.id(),
        "Stop " + stack.title(),
        control -> stacks.stop(stack.id(), Set.of(), control),
        done ->
            notices.undoable(stack.title() + " is stopped. Its data is kept.", () -> start(stack)));
  }

  /** Stops one service. */
  public void stop(Stack stack, String service) {
    run(
        stack.id(),
        "Stop " + service,
        control -> stacks.stop(stack.id(), Set.of(service), control),
        done ->
            notices.undoable(
                service + " is stopped. Its data is kept.", () -> start(stack, service)));
  }

  public void restart(Stack stack) {
    run(
        stack.id(),
        "Restart " + stack.title(),
        control -> stacks.restart(stack.id(), Set.of(), control),
        done -> {});
  }

  /** Restarts one service in place. */
  public void restart(Stack stack, String service) {
    run(
        stack.id(),
        "Restart " + service,
        control -> stacks.restart(stack.id(), Set.of(service), control),
        done -> {});
  }

  /** Moves a taken port to a free one and starts again. */
  public void chooseFreePort(Stack stack, String variable) {
    tasks.load(
        "Choose another port",
        () -> stacks.chooseFreePort(stack.id(), variable),
        port -> {
          notices.done(variable + " is now " + port);
          start(stack);
        },
        notices::problem);
  }

  private void start(Stack stack, StartOptions options, String title) {
    Job<Stack> job =
        run(
            stack.id(),
            title,
            control -> stacks.start(stack.id(), options, control),
            done -> starting.remove(stack.id()));
    if (job.snapshot().running()) {
      starting.put(stack.id(), job);
    }
  }

  private Job<Stack> run(StackId id, String title, Job.Work<Stack> work, Consumer<Stack> done) {
    failure.set(null);
    return tasks.job(title, work, done, problem -> failed(id, problem));
  }

  private void failed(StackId id, Problem problem) {
    starting.remove(id);
    // Each service shows why it failed, and a cancel is the user's own doing.
    if (!(problem instanceof StartIncomplete) && !(problem instanceof Cancelled)) {
      failure.set(new StackFailure(id, problem));
    }
  }
}
