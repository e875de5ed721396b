// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.state;

import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.GatewayStatus;
import dev.wheelhouse.gateway.GatewayStatus.UpstreamStatus;
import dev.wheelhouse.gateway.route.UpstreamHealth;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Figures of a running {@link Gateway}. */
public final class LiveFigures implements GatewayFigures {
  private final Supplier<Optional<Gateway>> running;

  /** Figures of the gateway that this finds. */
  public LiveFigures(Supplier<Optional<Gateway>> running) {
    this.running = running;
  }

  @Override
  public Optional<GatewayNow> now() {
    return running.get().map(gateway -> now(gateway.status(), gateway.requests().notices()));
  }

  private static GatewayNow now(GatewayStatus status, List<String> notices) {
    return new GatewayNow(
        status.startedAt(),
        status.requestsInFlight(),
        status.upstreams().stream().map(LiveFigures::upstream).toList(),
        notices);
  }

  private static UpstreamNow upstream(UpstreamStatus status) {
    GatewayStatus.Counters counters = status.counters();
    return new UpstreamNow(
        status.name(),
        status.family(),
        status.address(),
        health(status.health()),
        cause(status.health()),
        remedy(status.health()),
        status.models(),
        new UpstreamNow.Counts(
            counters.inFlight(),
            counters.chats(),
            counters.failures(),
            counters.promptTokens(),
            counters.completionTokens()));
  }

  private static UpstreamNow.Health health(UpstreamHealth health) {
    return switch (health) {
      case UpstreamHealth.Unknown _ -> UpstreamNow.Health.UNKNOWN;
      case UpstreamHealth.Healthy _ -> UpstreamNow.Health.HEALTHY;
      case UpstreamHealth.Down _ -> UpstreamNow.Health.DOWN;
      case UpstreamHealth.KeyRejected _ -> UpstreamNow.Health.KEY_REJECTED;
      case UpstreamHealth.RateLimited _ -> UpstreamNow.Health.RATE_LIMITED;
    };
  }

  private static String cause(UpstreamHealth health) {
    return switch (health) {
      case UpstreamHealth.Unknown _, UpstreamHealth.Healthy _ -> "";
      case UpstreamHealth.Down down -> down.cause();
      case UpstreamHealth.KeyRejected rejected -> rejected.cause();
      case UpstreamHealth.RateLimited _ -> "It asked to wait";
    };
  }

  private static String remedy(UpstreamHealth health) {
    return switch (health) {
      case UpstreamHealth.Unknown _, UpstreamHealth.Healthy _ -> "";
      case UpstreamHealth.Down down -> down.remedy();
      case UpstreamHealth.KeyRejected rejected -> rejected.remedy();
      case UpstreamHealth.RateLimited _ -> "Requests go elsewhere until it may be asked again.";
    };
  }
}
