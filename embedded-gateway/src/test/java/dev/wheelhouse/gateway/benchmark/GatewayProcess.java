// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import com.sun.management.ThreadMXBean;
import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.GatewayConfig;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The gateway as a process of its own, in front of one upstream. Prints its port; then answers each
 * line of its input with the bytes that were allocated so far, and for {@code gc} with those in use
 * after a collection. Ends with its input.
 */
final class GatewayProcess {
  private GatewayProcess() {}

  /** Arguments: the upstream's base address, the model, the token. */
  public static void main(String[] arguments) throws IOException {
    UpstreamConfig upstream =
        new UpstreamConfig.OpenAiCompatible(
            "up", URI.create(arguments[0]), Secret.none(), List.of(arguments[1]));
    Secret token = Secret.of(arguments[2]);
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    try (Gateway gateway = Gateway.start(GatewayConfig.of(0, token, List.of(upstream)))) {
      System.out.println(gateway.port());
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println(line.equals("gc") ? inUse() : allocated());
      }
    }
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
