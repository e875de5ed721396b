// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import com.sun.management.ThreadMXBean;
import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.GatewayConfig;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The gateway as a process of its own, with its request log on. Prints its port; then answers each
 * line of its input with the bytes that were allocated so far, and {@code gc} with those in use
 * after a collection; {@code cache} switches its cache on. Ends with its input.
 */
final class GatewayProcess {
  private GatewayProcess() {}

  /** Arguments: the token, the file of the log, and of each upstream its model=address. */
  public static void main(String[] arguments) throws IOException {
    List<UpstreamConfig> upstreams = new ArrayList<>();
    for (String upstream : List.of(arguments).subList(2, arguments.length)) {
      String[] parts = upstream.split("=", 2);
      upstreams.add(
          new UpstreamConfig.OpenAiCompatible(
              parts[0], URI.create(parts[1]), Secret.none(), List.of(parts[0])));
    }
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    Secret token = Secret.of(arguments[0]);
    try (Gateway gateway = Gateway.start(GatewayConfig.of(0, token, upstreams))) {
      gateway.log(LogConfig.sqlite(Path.of(arguments[1])));
      System.out.println(gateway.port());
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println(
            switch (line) {
              case "gc" -> inUse();
              case "cache" -> cacheOn(gateway);
              default -> allocated();
            });
      }
    }
  }

  /** Keeps all answers from now on. */
  private static long cacheOn(Gateway gateway) {
    gateway.cache(new CacheRules(16 << 20, 1 << 20, Duration.ofHours(1), List.of("*"), true));
    return 0;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }

  private static long inUse() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
