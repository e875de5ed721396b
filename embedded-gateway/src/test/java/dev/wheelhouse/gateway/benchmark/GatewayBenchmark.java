// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.GatewayConfig;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * What the gateway adds to a stream: the same client reads the same upstream directly and through
 * the gateway, in turn, in one run. Not part of the tests: it runs only when it is named.
 */
class GatewayBenchmark {
  private static final Secret TOKEN = Secret.random();
  private static final int WARM_UP_CHATS = 1500;

  /** A way to the upstream. */
  private record Way(String name, int port, String path) {}

  /** Clients at once, chats of each, and how often each way has its turn. */
  private record Load(int streams, int tokens, Duration pace, int chats, int turns) {}

  @Test
  void comparesTheGatewayWithTheDirectWay() throws Exception {
    // the code is compiled first, as in a gateway that has run for a while
    run(new Load(1, 2, Duration.ZERO, WARM_UP_CHATS, 1), new StringBuilder());
    StringBuilder table = new StringBuilder(header());
    run(new Load(1, 10, Duration.ofMillis(10), 20, 8), table);
    run(new Load(50, 40, Duration.ofMillis(50), 2, 4), table);
    run(new Load(500, 40, Duration.ofMillis(50), 2, 3), table);
    var machine = ManagementFactory.getOperatingSystemMXBean();
    table.append(
        String.format(
            Locale.ROOT,
            "%nProcessors: %d; load average at the end: %.1f%n",
            machine.getAvailableProcessors(),
            machine.getSystemLoadAverage()));
    System.out.println(table);
    Files.writeString(Path.of("target/gateway-benchmark.md"), table.toString());
  }

  private static void run(Load load, StringBuilder table) throws Exception {
    try (PacedUpstream upstream = new PacedUpstream(load.tokens(), load.pace());
        Gateway openAi = gateway(openAi(upstream));
        Gateway ollama = gateway(new UpstreamConfig.Ollama("up", upstream.uri()))) {
      String chat = "/v1/chat/completions";
      compare(
          List.of(
              new Way("direct", upstream.port(), chat),
              new Way("gateway, same dialect", openAi.port(), chat),
              new Way("gateway, Ollama translated", ollama.port(), chat)),
          load,
          table);
    }
  }

  private static Gateway gateway(UpstreamConfig upstream) {
    return Gateway.start(GatewayConfig.of(0, TOKEN, List.of(upstream)));
  }

  private static UpstreamConfig openAi(PacedUpstream upstream) {
    return new UpstreamConfig.OpenAiCompatible(
        "up", upstream.uri(), Secret.none(), List.of(PacedUpstream.MODEL));
  }

  private static void compare(List<Way> ways, Load load, StringBuilder table)
      throws InterruptedException, ExecutionException {
    List<Samples> samples = new ArrayList<>();
    ways.forEach(_ -> samples.add(new Samples()));
    for (int turn = 0; turn < load.turns(); turn++) {
      for (int i = 0; i < ways.size(); i++) {
        round(ways.get(i), load, samples.get(i));
      }
    }
    for (int i = 0; i < ways.size(); i++) {
      table.append(row(load.streams(), ways.get(i).name(), samples.get(i), samples.getFirst()));
    }
  }

  private static void round(Way way, Load load, Samples samples)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < load.streams(); i++) {
        running.add(threads.submit(() -> stream(way, load, samples)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  /** Several chats on one connection; the clients start spread over a second, as people do. */
  private static Void stream(Way way, Load load, Samples samples)
      throws IOException, InterruptedException {
    try (StreamClient client = new StreamClient(way.port(), way.path(), TOKEN.reveal())) {
      Thread.sleep(load.streams() == 1 ? 0 : ThreadLocalRandom.current().nextInt(1000));
      for (int chat = 0; chat < load.chats(); chat++) {
        client.run(samples);
      }
    }
    return null;
  }

  private static String header() {
    return """
    | streams | way | first token p50 / p99 ms | added p50 / p99 ms | token on its way p50 / p99 ms | gap between tokens p50 / p99 ms | whole stream p50 ms |
    |---|---|---|---|---|---|---|
    """;
  }

  private static String row(int streams, String name, Samples samples, Samples direct) {
    return String.format(
        Locale.ROOT,
        "| %d | %s | %.2f / %.2f | %s | %.2f / %.2f | %.2f / %.2f | %.0f |%n",
        streams,
        name,
        Samples.percentile(samples.firstToken, 0.5),
        Samples.percentile(samples.firstToken, 0.99),
        added(samples, direct),
        Samples.percentile(samples.transit, 0.5),
        Samples.percentile(samples.transit, 0.99),
        Samples.percentile(samples.gap, 0.5),
        Samples.percentile(samples.gap, 0.99),
        Samples.percentile(samples.total, 0.5));
  }

  private static String added(Samples samples, Samples direct) {
    if (samples == direct) {
      return "–";
    }
    return String.format(
        Locale.ROOT,
        "%+.2f / %+.2f",
        Samples.percentile(samples.firstToken, 0.5) - Samples.percentile(direct.firstToken, 0.5),
        Samples.percentile(samples.firstToken, 0.99) - Samples.percentile(direct.firstToken, 0.99));
  }
}
