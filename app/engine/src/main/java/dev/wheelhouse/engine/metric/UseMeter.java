// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.metric;

import dev.wheelhouse.engine.docker.ContainerStats;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the counters of two samples into rates; remembers the last sample of each container. CPU is
 * reckoned as {@code docker stats} does: the container's share of the machine's CPU time, times the
 * number of cores. Not thread-safe.
 */
final class UseMeter {
  private record Sample(Instant at, ContainerStats stats) {}

  private final Map<String, Sample> last = new HashMap<>();

  /** Rates since the sample before; empty for a container's first sample. */
  Optional<ServiceUse> measure(String container, String service, Instant at, ContainerStats now) {
    Sample before = last.put(container, new Sample(at, now));
    if (before == null || !at.isAfter(before.at())) {
      return Optional.empty();
    }
    double seconds = Duration.between(before.at(), at).toNanos() / 1e9;
    ContainerStats then = before.stats();
    return Optional.of(
        new ServiceUse(
            service,
            at,
            cpuShare(then, now),
            now.memoryBytes(),
            now.memoryLimitBytes(),
            rate(networkBytes(then), networkBytes(now), seconds),
            rate(blockBytes(then), blockBytes(now), seconds)));
  }

  /** Forgets containers that are gone. */
  void keepOnly(Set<String> containers) {
    last.keySet().retainAll(containers);
  }

  private static double cpuShare(ContainerStats then, ContainerStats now) {
    long machine = now.systemNanos() - then.systemNanos();
    long container = now.cpuNanos() - then.cpuNanos();
    return machine > 0 && container > 0 ? (double) container / machine * now.cpus() : 0;
  }

  /** A counter that went back belongs to a restarted container: no rate this time. */
  private static double rate(long then, long now, double seconds) {
    return Math.max(0, now - then) / seconds;
  }

  private static long networkBytes(ContainerStats stats) {
    return stats.networkReceivedBytes() + stats.networkSentBytes();
  }

  private static long blockBytes(ContainerStats stats) {
    return stats.blockReadBytes() + stats.blockWrittenBytes();
  }
}
