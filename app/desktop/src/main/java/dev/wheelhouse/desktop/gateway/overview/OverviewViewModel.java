// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.overview;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.gateway.part.Follow;
import dev.wheelhouse.desktop.gateway.part.Range;
import dev.wheelhouse.engine.gateway.GatewayServices;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.gateway.request.RequestSpan;
import dev.wheelhouse.engine.gateway.state.GatewayNow;
import dev.wheelhouse.engine.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Where the gateway listens, what is behind it, and what it did. */
public final class OverviewViewModel {
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private final LocalGateway gateway;
  private final GatewayServices services;
  private final UiTasks tasks;
  private final Clock clock;
  private final ReadOnlyObjectWrapper<LocalGateway.State> state;
  private final ReadOnlyObjectWrapper<@Nullable GatewayNow> now = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<List<RequestSpan>> course =
      new ReadOnlyObjectWrapper<>(List.of());
  private Range range = Range.HOUR;
  private final Follow follow;

  private record Seen(Range range, Optional<GatewayNow> now, List<RequestSpan> course) {}

  public OverviewViewModel(
      LocalGateway gateway, GatewayServices services, UiTasks tasks, Clock clock) {
    this.gateway = gateway;
    this.services = services;
    this.tasks = tasks;
    follow = new Follow(tasks.ui(), PERIOD, this::look);
    this.clock = clock;
    state = new ReadOnlyObjectWrapper<>(gateway.state());
    gateway
        .events()
        .subscribe(
            new UiFeed<>(
                tasks.ui(),
                states -> {
                  state.set(states.getLast());
                  look();
                }));
  }

  ReadOnlyObjectProperty<LocalGateway.State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /** What runs in this window; null while nothing does. */
  ReadOnlyObjectProperty<@Nullable GatewayNow> nowProperty() {
    return now.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<List<RequestSpan>> courseProperty() {
    return course.getReadOnlyProperty();
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

  /** Follows the gateway until {@link #hidden}. */
  void shown() {
    follow.on(true);
  }

  void hidden() {
    follow.on(false);
  }

  /** Hands over the token; it may have to be made first. */
  void token(Consumer<String> use, Consumer<Problem> failed) {
    tasks.load("Read the token", gateway::token, use, failed);
  }

  private void look() {
    Range wanted = range;
    tasks.load(
        "Read the gateway's figures",
        () ->
            new Seen(
                wanted,
                services.figures().now(),
                services.requests().course(clock.instant().minus(wanted.back()), wanted.span())),
        this::show,
        problem::set);
  }

  /** What did not change is not drawn again. */
  private void show(Seen seen) {
    problem.set(null);
    if (!Objects.equals(seen.now().orElse(null), now.get())) {
      now.set(seen.now().orElse(null));
    }
    if (seen.range() == range && !seen.course().equals(course.get())) {
      course.set(seen.course());
    }
  }
}
