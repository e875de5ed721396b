// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.status;

import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.States;
import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.metric.Metrics;
import dev.wheelhouse.engine.metric.ServiceUse;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.Stacks;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The services of the current stack; measures what they use while somebody looks. */
public final class StatusViewModel {
  private static final Duration TICK = Duration.ofSeconds(30);

  private final Stacks stacks;
  private final Metrics metrics;
  private final CurrentStack current;
  private final UiTasks tasks;
  private final Clock clock;
  private final ReadOnlyObjectWrapper<@Nullable Stack> stack = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable EngineProblem> engineProblem =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<UseHistory> history =
      new ReadOnlyObjectWrapper<>(UseHistory.EMPTY);
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final ObservableList<ServiceRow> rows = FXCollections.observableArrayList();
  private final List<Subscription> whileShown = new ArrayList<>();
  private boolean shown;

  public StatusViewModel(
      Stacks stacks,
      Metrics metrics,
      DockerConnection docker,
      CurrentStack current,
      UiTasks tasks,
      Clock clock) {
    this.stacks = stacks;
    this.metrics = metrics;
    this.current = current;
    this.tasks = tasks;
    this.clock = clock;
    current.property().subscribe(this::open);
    docker.events().subscribe(new UiFeed<>(tasks.ui(), states -> apply(states.getLast())));
    apply(docker.state());
    stacks.events().subscribe(new UiFeed<>(tasks.ui(), this::apply));
  }

  ReadOnlyObjectProperty<@Nullable Stack> stackProperty() {
    return stack.getReadOnlyProperty();
  }

  /** Why nothing is known; null while the engine answers. */
  ReadOnlyObjectProperty<@Nullable EngineProblem> engineProblemProperty() {
    return engineProblem.getReadOnlyProperty();
  }

  ReadOnlyStringProperty summaryProperty() {
    return summary.getReadOnlyProperty();
  }

  /** What all services used together since this screen is on show. */
  ReadOnlyObjectProperty<UseHistory> historyProperty() {
    return history.getReadOnlyProperty();
  }

  /** One for each service, in start order. */
  ObservableList<ServiceRow> rows() {
    return rows;
  }

  Optional<ServiceRow> row(String service) {
    return rows.stream().filter(row -> row.name().equals(service)).findFirst();
  }

  void shown() {
    shown = true;
    tick();
    whileShown.add(tasks.ui().every(TICK, this::tick));
    watch();
  }

  void hidden() {
    shown = false;
    whileShown.forEach(Subscription::close);
    whileShown.clear();
    // what comes later does not join on: nobody measured in between
    history.set(UseHistory.EMPTY);
  }

  private void open(StackId id) {
    rows.clear();
    stack.set(null);
    try {
      show(stacks.get(id));
    } catch (ProblemException e) {
      summary.set(e.problem().cause());
    }
    if (shown) {
      hidden();
      shown();
    }
  }

  /**
   * Watching may block for a moment, so it begins elsewhere; whoever left meanwhile is not told.
   */
  private void watch() {
    StackId id = current.get();
    UiFeed<List<ServiceUse>> feed = new UiFeed<>(tasks.ui(), batch -> applyUse(id, batch));
    whileShown.add(feed::close);
    tasks.load(
        "Measure the services",
        () -> metrics.watch(id, feed),
        subscription -> {
          if (shown && id.equals(current.get())) {
            whileShown.add(subscription);
          } else {
            subscription.close();
          }
        },
        problem -> {});
  }

  private void apply(DockerConnection.State state) {
    engineProblem.set(
        state instanceof DockerConnection.State.Disconnected(EngineProblem problem)
            ? problem
            : null);
  }

  private void apply(List<StackEvent> events) {
    for (StackEvent event : events.reversed()) {
      if (event instanceof StackEvent.Changed changed && event.stack().equals(current.get())) {
        show(changed.snapshot());
        return;
      }
    }
  }

  private void applyUse(StackId id, List<List<ServiceUse>> samples) {
    if (shown && id.equals(current.get())) {
      samples.stream()
          .filter(sample -> !sample.isEmpty())
          .forEach(sample -> history.set(history.get().with(sample)));
      List<ServiceUse> sample = samples.getLast();
      for (ServiceRow row : rows) {
        row.show(
            sample.stream()
                .filter(use -> row.status().containerId() != null)
                .filter(use -> use.service().equals(row.name()))
                .findFirst()
                .orElse(null));
      }
    }
  }

  private void show(Stack snapshot) {
    stack.set(snapshot);
    List<String> names = snapshot.services().stream().map(ServiceStatus::name).toList();
    if (names.equals(rows.stream().map(ServiceRow::name).toList())) {
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).show(snapshot.services().get(i), clock.instant());
      }
    } else {
      rows.setAll(
          snapshot.services().stream()
              .map(service -> new ServiceRow(service, clock.instant()))
              .toList());
    }
    String services = Amounts.count(snapshot.services().size(), "service", "services");
    summary.set(
        States.word(snapshot.state())
            + " · "
            + (snapshot.since() == null
                ? services
                : snapshot.healthy() + " of " + services + " healthy"));
  }

  private void tick() {
    rows.forEach(row -> row.tick(clock.instant()));
  }
}
