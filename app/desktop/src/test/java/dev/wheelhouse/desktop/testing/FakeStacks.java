// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.NoSuchStack;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackPlan;
import dev.wheelhouse.engine.stack.Stacks;
import dev.wheelhouse.engine.stack.StartOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Stacks that do what the test says, and remember what they were asked for. */
public final class FakeStacks implements Stacks {
  /** Every order, such as "start local-ai", "restart local-ai [redis]". */
  public final List<String> orders = new CopyOnWriteArrayList<>();

  private final Map<StackId, Stack> stacks = new LinkedHashMap<>();
  private final List<StackEvent.Timeline> timeline = new ArrayList<>();
  private final EventBus<StackEvent> events =
      new EventBus<>(() -> list().stream().<StackEvent>map(StackEvent.Changed::new).toList());
  private @Nullable Problem failure;
  private @Nullable StackPlan plan;

  public FakeStacks(Stack... initial) {
    for (Stack stack : initial) {
      stacks.put(stack.id(), stack);
    }
  }

  /** Makes the stack look like this from now on, and says so. */
  public void show(Stack stack) {
    synchronized (this) {
      stacks.put(stack.id(), stack);
    }
    events.publish(new StackEvent.Changed(stack));
  }

  /** Publishes an event; timeline lines are kept too. */
  public void publish(StackEvent event) {
    if (event instanceof StackEvent.Timeline line) {
      synchronized (this) {
        timeline.add(line);
      }
    }
    events.publish(event);
  }

  /** The next orders fail with this problem; null lets them succeed. */
  public void failWith(@Nullable Problem problem) {
    failure = problem;
  }

  public void planIs(StackPlan wanted) {
    plan = wanted;
  }

  @Override
  public synchronized List<Stack> list() {
    return List.copyOf(stacks.values());
  }

  @Override
  public synchronized Stack get(StackId id) {
    Stack stack = stacks.get(id);
    if (stack == null) {
      throw new ProblemException(
          new NoSuchStack(id.value(), stacks.keySet().stream().map(StackId::value).toList()));
    }
    return stack;
  }

  @Override
  public Stack refresh(StackId id) {
    return get(id);
  }

  @Override
  public Events<StackEvent> events() {
    return events;
  }

  @Override
  public synchronized List<StackEvent.Timeline> timeline(StackId id) {
    return timeline.stream().filter(line -> line.stack().equals(id)).toList();
  }

  @Override
  public StackPlan plan(StackId id) {
    check();
    StackPlan wanted = plan;
    return wanted == null ? Samples.plan() : wanted;
  }

  @Override
  public Stack start(StackId id, StartOptions options, JobControl control) {
    return order("start " + id, options.services(), id);
  }

  @Override
  public Stack stop(StackId id, Set<String> services, JobControl control) {
    return order("stop " + id, services, id);
  }

  @Override
  public Stack restart(StackId id, Set<String> services, JobControl control) {
    return order("restart " + id, services, id);
  }

  @Override
  public int chooseFreePort(StackId id, String variable) {
    orders.add("free port for " + variable + " of " + id);
    check();
    return 49_152;
  }

  private Stack order(String words, Set<String> services, StackId id) {
    orders.add(services.isEmpty() ? words : words + " " + services);
    check();
    return get(id);
  }

  private void check() {
    Problem problem = failure;
    if (problem != null) {
      throw new ProblemException(problem);
    }
  }
}
