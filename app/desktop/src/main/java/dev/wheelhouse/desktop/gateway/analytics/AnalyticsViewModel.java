// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.analytics;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.gateway.part.Follow;
import dev.wheelhouse.desktop.gateway.part.Range;
import dev.wheelhouse.engine.gateway.GatewayServices;
import dev.wheelhouse.engine.gateway.request.ModelOutcome;
import dev.wheelhouse.engine.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What each model and temperature led to. */
public final class AnalyticsViewModel {
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final GatewayServices services;
  private final UiTasks tasks;
  private final Clock clock;
  private final Follow follow;
  private final ObservableList<ModelOutcome> outcomes = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper logged;
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private Range range = Range.DAY;

  private record Seen(Range range, List<ModelOutcome> outcomes) {}

  public AnalyticsViewModel(GatewayServices services, UiTasks tasks, Clock clock) {
    this.services = services;
    this.tasks = tasks;
    this.clock = clock;
    follow = new Follow(tasks.ui(), PERIOD, this::look);
    logged = new ReadOnlyBooleanWrapper(services.settings().get().log().on());
    services
        .settings()
        .events()
        .subscribe(new UiFeed<>(tasks.ui(), batch -> logged.set(batch.getLast().log().on())));
  }

  /** The most used first. */
  ObservableList<ModelOutcome> outcomes() {
    return outcomes;
  }

  /** Whether they were read at all. */
  ReadOnlyBooleanProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  /** Whether requests are logged: without a log there is nothing to add up. */
  ReadOnlyBooleanProperty loggedProperty() {
    return logged.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  Range range() {
    return range;
  }

  void choose(Range wanted) {
    range = wanted;
    look();
  }

  /** Follows the log until {@code follow(false)}. */
  void follow(boolean on) {
    follow.on(on);
  }

  /** Requests of the busiest: what the whole width of a bar stands for. */
  long most() {
    return outcomes.stream().mapToLong(outcome -> outcome.ends().requests()).max().orElse(0);
  }

  void log() {
    tasks.load(
        "Log requests",
        () -> services.settings().update(old -> old.withLog(old.log().withOn(true))),
        changed -> look(),
        problem::set);
  }

  private void look() {
    Range wanted = range;
    tasks.load(
        "Add up the requests",
        () -> new Seen(wanted, services.requests().outcomes(clock.instant().minus(wanted.back()))),
        this::show,
        cause -> {
          problem.set(cause);
          loaded.set(true);
        });
  }

  /** What did not change is not drawn again. */
  private void show(Seen seen) {
    problem.set(null);
    if (seen.range() == range && !seen.outcomes().equals(outcomes)) {
      outcomes.setAll(seen.outcomes());
    }
    loaded.set(true);
  }
}
