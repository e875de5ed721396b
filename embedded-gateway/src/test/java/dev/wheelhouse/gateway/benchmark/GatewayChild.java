// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.GatewayConfig;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.log.Retention;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway with a log in a Java process of its own, which can be killed, and asked for figures.
 */
public final class GatewayChild implements AutoCloseable {
  /** The token of its clients. */
  public static final String TOKEN = "gateway-token-of-the-child";

  private final Process process;
  private final BufferedReader out;
  private final PrintStream in;
  private final int port;

  /** What the process uses at one moment, after a garbage collection. */
  record Figures(long threads, long inFlight, long files, long heapBytes) {}

  /** Starts one in front of an OpenAI-compatible upstream with this model. */
  public GatewayChild(URI upstream, String model, Path log, long maxLogBytes) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            GatewayChild.class.getName(),
            upstream.toString(),
            model,
            log.toString(),
            Long.toString(maxLogBytes)));
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      out = process.inputReader(StandardCharsets.UTF_8);
      in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
      port = Integer.parseInt(answer("port "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** Ends it at once, as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What it uses now. */
  Figures figures() throws IOException {
    in.println("figures");
    String[] parts = answer("figures ").split(" ");
    return new Figures(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]));
  }

  private String answer(String start) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(start)) {
        return line.substring(start.length());
      }
      said.append(line).append('\n');
    }
    throw new IOException("the gateway's process ended: " + said);
  }

  @Override
  public void close() {
    in.close(); // it ends with its input
    try {
      if (!process.waitFor(Duration.ofSeconds(20))) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /** The process itself. */
  static void main(String[] args) throws IOException {
    GatewayConfig config =
        GatewayConfig.of(
            0,
            Secret.of(TOKEN),
            List.of(
                new UpstreamConfig.OpenAiCompatible(
                    "up", URI.create(args[0]), Secret.none(), List.of(args[1]))));
    try (Gateway gateway = Gateway.start(config)) {
      gateway.log(
          LogConfig.sqlite(Path.of(args[2]))
              .withRetention(new Retention(Long.parseLong(args[3]), Duration.ofDays(1))));
      System.out.println("port " + gateway.port());
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (commands.readLine() != null) {
        System.out.println("figures " + measure(gateway));
      }
    }
  }

  private static String measure(Gateway gateway) {
    System.gc();
    var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getOpenFileDescriptorCount()
            : 0;
    return "%d %d %d %d"
        .formatted(
            ManagementFactory.getThreadMXBean().getThreadCount(),
            gateway.status().requestsInFlight(),
            files,
            memory.getUsed());
  }
}
