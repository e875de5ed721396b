// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.timer.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks every two seconds which models are in the memory of the Ollamas of warm-first pools, so
 * that no request has to ask. Without such a pool it asks nobody.
 */
public final class WarmWatch implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Pools pools;
  private final Timers timers;
  private volatile boolean closed;

  /** Watches the targets of these pools from now on. */
  public WarmWatch(Pools pools, Timers timers) {
    this.pools = pools;
    this.timers = timers;
    next();
  }

  @Override
  public void close() {
    closed = true;
  }

  private void next() {
    if (!closed) {
      var _ = timers.after(INTERVAL, this::tick);
    }
  }

  private void tick() {
    if (targets().isEmpty()) {
      next();
      return;
    }
    // asking may take long, which the timer thread must not
    Thread.ofVirtual()
        .name("gateway-warm")
        .start(() -> {
          try {
            look();
          } finally {
            next();
          }
        });
  }

  /** Asks now. */
  void look() {
    Map<Upstream, Set<String>> loaded = new HashMap<>();
    for (Member member : targets()) {
      Set<String> names = loaded.computeIfAbsent(member.upstream(), WarmWatch::loaded);
      member.health().loaded(names.contains(member.entry().model().id()));
    }
  }

  private List<Member> targets() {
    return pools.all().stream()
        .filter(pool -> pool.pool().policy() == PolicyKind.WARM_FIRST)
        .flatMap(pool -> pool.members().stream())
        .toList();
  }

  private static Set<String> loaded(Upstream upstream) {
    try {
      return upstream.provider().running().stream()
          .map(entry -> Json.text(entry, "name"))
          .collect(Collectors.toSet());
    } catch (ApiFailure failure) {
      return Set.of(); // its health says so elsewhere
    }
  }
}
