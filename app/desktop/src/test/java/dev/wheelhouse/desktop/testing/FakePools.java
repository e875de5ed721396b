// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.gateway.pool.GatewayPools;
import dev.wheelhouse.engine.gateway.pool.PoolNow;
import dev.wheelhouse.engine.gateway.pool.RouteAnswer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Routing as the test wants it. */
public final class FakePools implements GatewayPools {
  public final List<String> explained = new CopyOnWriteArrayList<>();
  public final AtomicInteger resets = new AtomicInteger();
  private volatile List<PoolNow> pools = List.of();

  /** From now on the pools stand so. */
  public void become(List<PoolNow> wanted) {
    pools = List.copyOf(wanted);
  }

  @Override
  public List<PoolNow> now() {
    return pools;
  }

  @Override
  public Optional<RouteAnswer> explain(String model) {
    explained.add(model);
    return pools.stream()
        .filter(pool -> pool.name().equals(model))
        .findFirst()
        .map(pool ->
            new RouteAnswer(
                model,
                pool.policy().label(),
                "it has the highest weight now",
                pool.targets().subList(0, 2),
                pool.targets().subList(2, pool.targets().size())));
  }

  @Override
  public void reset() {
    resets.incrementAndGet();
  }
}
