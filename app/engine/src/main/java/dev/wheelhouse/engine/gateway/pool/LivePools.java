// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.pool;

import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.route.health.Averages;
import dev.wheelhouse.gateway.route.report.PoolStatus;
import dev.wheelhouse.gateway.route.report.RouteExplanation;
import dev.wheelhouse.gateway.route.report.TargetStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The routing of a running {@link Gateway}. */
public final class LivePools implements GatewayPools {
  private final Supplier<Optional<Gateway>> running;

  /** The routing of the gateway that this finds. */
  public LivePools(Supplier<Optional<Gateway>> running) {
    this.running = running;
  }

  @Override
  public List<PoolNow> now() {
    return running.get().stream()
        .flatMap(gateway -> gateway.routes().pools().stream())
        .map(LivePools::pool)
        .toList();
  }

  @Override
  public Optional<RouteAnswer> explain(String model) {
    return running.get().map(gateway -> answer(gateway.explain(model)));
  }

  @Override
  public void reset() {
    running.get().ifPresent(Gateway::resetRoutes);
  }

  private static PoolNow pool(PoolStatus status) {
    return new PoolNow(
        status.pool().name(),
        PoolPolicy.valueOf(status.pool().policy().name()),
        targets(status.targets()));
  }

  private static RouteAnswer answer(RouteExplanation told) {
    return new RouteAnswer(
        told.model(),
        told.policy(),
        told.why(),
        targets(told.order()),
        targets(told.passedOver()),
        told.larger().stream()
            .map(each -> new RouteAnswer.Larger(each.name(), each.refusal()))
            .toList());
  }

  private static List<TargetNow> targets(List<TargetStatus> all) {
    return all.stream().map(LivePools::target).toList();
  }

  private static TargetNow target(TargetStatus status) {
    Averages averages = status.averages();
    TargetStatus.Place place = status.place();
    return new TargetNow(
        status.target().upstream(),
        status.target().model(),
        TargetNow.State.valueOf(status.state().name()),
        status.reason(),
        status.until().orElse(null),
        status.target().weight(),
        new TargetNow.Figures(
            status.weighting().share(),
            status.weighting().score(),
            place.inFlight(),
            place.attempts(),
            averages.samples() == 0 ? 0 : averages.latency(),
            averages.samples() == 0 ? 1 : averages.accuracy(),
            place.local(),
            place.loaded()));
  }
}
