// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.engine.docker.ContainerStats;
import dev.wheelhouse.engine.docker.adapter.http.Json;

/** One reply of {@code /containers/ID/stats}, of cgroup v1 or v2. */
final class StatsReader {
  private StatsReader() {}

  static ContainerStats read(JsonNode root) {
    JsonNode cpu = root.path("cpu_stats");
    JsonNode memory = root.path("memory_stats");
    long[] network = new long[2];
    for (JsonNode card : root.path("networks")) {
      network[0] += card.path("rx_bytes").asLong(0);
      network[1] += card.path("tx_bytes").asLong(0);
    }
    JsonNode block = root.path("blkio_stats").path("io_service_bytes_recursive");
    return new ContainerStats(
        cpu.path("cpu_usage").path("total_usage").asLong(0),
        cpu.path("system_cpu_usage").asLong(0),
        cpus(cpu),
        memoryInUse(memory),
        memory.path("limit").asLong(0),
        network[0],
        network[1],
        blockBytes(block, "read"),
        blockBytes(block, "write"));
  }

  private static int cpus(JsonNode cpu) {
    int online = cpu.path("online_cpus").asInt(0);
    int listed = cpu.path("cpu_usage").path("percpu_usage").size();
    return Math.max(1, online > 0 ? online : listed);
  }

  /** As {@code docker stats} counts: without the page cache that the kernel can drop. */
  private static long memoryInUse(JsonNode memory) {
    JsonNode parts = memory.path("stats");
    long cache =
        parts.has("total_inactive_file")
            ? parts.path("total_inactive_file").asLong(0)
            : parts.path("inactive_file").asLong(0);
    return Math.max(0, memory.path("usage").asLong(0) - cache);
  }

  private static long blockBytes(JsonNode entries, String operation) {
    long sum = 0;
    for (JsonNode entry : entries) {
      if (Json.text(entry, "op").equalsIgnoreCase(operation)) {
        sum += entry.path("value").asLong(0);
      }
    }
    return sum;
  }
}
