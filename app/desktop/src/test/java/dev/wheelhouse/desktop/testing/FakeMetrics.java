// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.metric.Metrics;
import dev.wheelhouse.engine.metric.ServiceUse;
import dev.wheelhouse.engine.stack.StackId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Resource use as the test says; counts who watches. */
public final class FakeMetrics implements Metrics {
  private final List<Consumer<List<ServiceUse>>> watchers = new CopyOnWriteArrayList<>();
  private volatile List<ServiceUse> present = List.of();

  /** A sample of one service. */
  public static ServiceUse use(String service, double cpuShare, long memoryBytes, long limitBytes) {
    return new ServiceUse(service, Samples.NOW, cpuShare, memoryBytes, limitBytes, 12_000, 4_000);
  }

  /** What local-ai uses when it has little to do. */
  public static List<ServiceUse> quiet() {
    return List.of(
        use("postgres", 0.012, 84_000_000, 512_000_000),
        use("redis", 0.004, 14_200_000, 512_000_000),
        use("chroma", 0.021, 212_000_000, 1_000_000_000),
        use("ollama", 1.84, 2_310_000_000L, 8_000_000_000L),
        use("prometheus", 0.008, 96_400_000, 512_000_000),
        use("grafana", 0.006, 118_000_000, 512_000_000),
        use("redis-exporter", 0, 11_300_000, 64_000_000),
        use("postgres-exporter", 0.001, 16_800_000, 128_000_000),
        use("front-door", 0, 9_100_000, 128_000_000));
  }

  /** Two minutes of what local-ai uses, with an answer being written in the middle. */
  public static List<List<ServiceUse>> course() {
    List<List<ServiceUse>> samples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double busy = i < 18 || i > 44 ? 0.06 : 1.7;
      double cpu = busy + 0.08 * Math.sin(i * 1.7) * Math.cos(i * 0.6);
      long memory = 1_900_000_000L + (i < 18 ? 0 : Math.min(i - 18, 9) * 45_000_000L);
      samples.add(
          quiet().stream()
              .map(use ->
                  use.service().equals("ollama")
                      ? use("ollama", Math.max(0, cpu), memory, 8_000_000_000L)
                      : use)
              .toList());
    }
    return samples;
  }

  /** From now on every sample looks like this; watchers get it at once. */
  public FakeMetrics show(List<ServiceUse> sample) {
    present = sample;
    watchers.forEach(watcher -> watcher.accept(sample));
    return this;
  }

  public int watchers() {
    return watchers.size();
  }

  @Override
  public Subscription watch(StackId stack, Consumer<List<ServiceUse>> listener) {
    watchers.add(listener);
    listener.accept(present);
    return () -> watchers.remove(listener);
  }

  @Override
  public List<ServiceUse> sample(StackId stack) {
    return present;
  }
}
