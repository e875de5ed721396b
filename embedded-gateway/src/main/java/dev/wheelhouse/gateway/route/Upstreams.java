// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.telemetry.GatewayMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The upstreams in use. The set can be replaced at any time; requests under way keep the upstream
 * they started with.
 */
public final class Upstreams implements AutoCloseable {
  private static final int ROUNDS = 5;
  private static final Duration RECOVERY_INTERVAL = Duration.ofSeconds(2);
  private static final Duration PROBE_INTERVAL = RECOVERY_INTERVAL.multipliedBy(ROUNDS);

  private final GatewayMetrics metrics;
  private final ExecutorService probes =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gateway-probe-", 0).factory());
  private volatile List<Upstream> current = List.of();

  /** An empty set. */
  public Upstreams(GatewayMetrics metrics) {
    this.metrics = metrics;
  }

  /** The upstreams now, in the order of the configuration. */
  public List<Upstream> all() {
    return current;
  }

  /** The upstream of this name. */
  Optional<Upstream> named(String name) {
    for (Upstream upstream : current) {
      if (upstream.name().equals(name)) {
        return Optional.of(upstream);
      }
    }
    return Optional.empty();
  }

  /** Puts another set in place and asks its members for their models in the background. */
  public void replace(List<Upstream> next) {
    List<Upstream> before = current;
    current = List.copyOf(next);
    before.stream()
        .map(Upstream::name)
        .filter(name -> next.stream().noneMatch(kept -> kept.name().equals(name)))
        .forEach(metrics::upstreamRemoved);
    for (Upstream upstream : next) {
      var _ = probes.submit(() -> refresh(upstream, PROBE_INTERVAL));
    }
  }

  /** Starts the regular check of every upstream that can be asked. */
  public void startProbing() {
    var _ =
        probes.submit(() -> {
          for (int round = 1; !Thread.currentThread().isInterrupted(); round++) {
            Thread.sleep(RECOVERY_INTERVAL);
            if (round % ROUNDS == 0) {
              refreshAll(PROBE_INTERVAL.dividedBy(2));
            } else {
              refreshThoseDown();
            }
          }
          return null;
        });
  }

  /** One that is down is passed over by pools until it is seen to be back: so that is seen soon. */
  private void refreshThoseDown() {
    for (Upstream upstream : current) {
      if (upstream.provider().discovers() && upstream.health() instanceof UpstreamHealth.Down) {
        var _ = probes.submit(() -> refresh(upstream, RECOVERY_INTERVAL.dividedBy(2)));
      }
    }
  }

  /** Asks all upstreams at once, unless they were asked within {@code maxAge}; waits for them. */
  public void refreshAll(Duration maxAge) {
    List<? extends Future<?>> running =
        current.stream().map(u -> probes.submit(() -> refresh(u, maxAge))).toList();
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (java.util.concurrent.ExecutionException e) {
        throw new IllegalStateException("a refresh reports its failures as health", e.getCause());
      }
    }
  }

  private void refresh(Upstream upstream, Duration maxAge) {
    upstream.refresh(maxAge);
    metrics.upstreamUp(upstream.name(), upstream.health().usable());
  }

  @Override
  public void close() {
    probes.shutdownNow();
  }
}
