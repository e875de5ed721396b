// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pools in use. They can be replaced at any time; requests under way keep theirs. */
public final class Pools {
  private final Upstreams upstreams;
  private final Clock clock;
  private volatile Live live = new Live(RouteConfig.NONE, Map.of());

  private record Live(RouteConfig config, Map<String, LivePool> byName) {}

  /** No pools yet, over these upstreams. */
  public Pools(Upstreams upstreams, Clock clock) {
    this.upstreams = upstreams;
    this.clock = clock;
  }

  /** Puts other pools in place; one that did not change keeps what it remembers. */
  public void replace(RouteConfig config) {
    Map<String, LivePool> before = live.byName();
    Map<String, LivePool> next = new LinkedHashMap<>();
    for (Pool pool : config.pools()) {
      LivePool known = before.get(pool.name());
      next.put(
          pool.name(),
          known != null && known.pool().equals(pool)
              ? known
              : new LivePool(pool, upstreams, clock));
    }
    live = new Live(config, next);
  }

  /** How it is set up. */
  public RouteConfig config() {
    return live.config();
  }

  /** The pool of this name. */
  Optional<LivePool> named(String name) {
    return Optional.ofNullable(live.byName().get(name));
  }

  /** All pools, in order. */
  List<LivePool> all() {
    return new ArrayList<>(live.byName().values());
  }
}
