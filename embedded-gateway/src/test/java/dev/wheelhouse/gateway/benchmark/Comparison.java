// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * The gateway beside the direct way, nginx and a peer, taking turns on one machine; each is a
 * process of its own. Writes a Markdown report; fails when the gateway returned an error.
 */
final class Comparison {
  static final int[] RATES = {100, 500, 1000};
  static final int[] STREAMS = {1, 50, 500};
  private static final String ASK =
      "{\"model\":\"%s\",\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},"
          + "{\"role\":\"user\",\"content\":\"Say hello to the people who read this, please.\"}],\"temperature\":0.7%s}";
  static final String WHOLE = ASK.formatted("static", "");
  private static final String STREAM =
      ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";

  static final String EVENTS = ASK.formatted("events", STREAM);

  private final Path files;
  private final Rivals rivals;
  private final Plan plan;
  private final Report report = new Report();

  /** How long everything takes; warm-up and rounds in seconds. */
  record Plan(
      int warmUp, int rounds, int throughput, int steady, int tokens, long requests, int memory) {
    static final Plan QUICK = new Plan(10, 2, 3, 2, 60, 50_000, 20);
    static final Plan FULL = new Plan(40, 4, 6, 5, 200, 1_000_000, 420);
  }

  private Comparison(Path files, Rivals rivals, Plan plan) {
    this.files = files;
    this.rivals = rivals;
    this.plan = plan;
  }

  /** Arguments: quick or full, a folder for files, the folder of the peer, the report. */
  public static void main(String[] arguments) throws Exception {
    Plan plan = arguments[0].equals("full") ? Plan.FULL : Plan.QUICK;
    Path files = Path.of(arguments[1]);
    boolean good;
    try (Rivals rivals = new Rivals(files, Path.of(arguments[2]), plan.tokens())) {
      Comparison comparison = new Comparison(files, rivals, plan);
      comparison.run();
      String text = comparison.report.text();
      Files.writeString(Path.of(arguments[3]), text);
      System.out.println(text);
      good = comparison.report.gatewayErrors() == 0;
    }
    if (!good) {
      System.err.println("the gateway returned errors");
    }
    System.exit(good ? 0 : 1);
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    report.begins(arguments());
    say("warm-up");
    warmUp();
    say("throughput");
    throughput();
    say("steady rates");
    steady();
    say("first tokens");
    firstTokens();
    say("1000 streams");
    manyStreams();
    say("1000 users");
    manyUsers();
    say("memory");
    memory();
    say("cache");
    cache();
    report.ends();
  }

  private String arguments() {
    return plan.equals(Plan.FULL) ? "full" : "quick";
  }

  private static void say(String part) {
    System.err.println(part);
  }

  private void warmUp() throws IOException, InterruptedException, ExecutionException {
    for (Way way : rivals.whole) {
      boolean compiles = way.isGateway();
      Wrk.run(files, way, WHOLE, compiles ? plan.warmUp() : Math.max(2, plan.warmUp() / 4));
    }
    for (Way way : rivals.paced) {
      new Streams().run(way, ASK.formatted("paced", STREAM), 100);
    }
  }

  private void throughput() throws IOException, InterruptedException {
    for (int round = 0; round < plan.rounds(); round++) {
      for (Way way : rivals.whole) {
        double cpu = way.service().cpuSeconds();
        long allocated = allocated(way);
        Wrk.Result result = Wrk.run(files, way, WHOLE, plan.throughput());
        report.throughput(
            way,
            result,
            (way.service().cpuSeconds() - cpu) / result.requests(),
            (allocated(way) - allocated) / result.requests());
      }
    }
  }

  private long allocated(Way way) {
    return way.isGateway() ? rivals.gateway.ask("allocated") : 0;
  }

  private void steady() throws InterruptedException, ExecutionException {
    for (int rate : RATES) {
      Map<Way, OpenLoop.Times> times = new LinkedHashMap<>();
      rivals.whole.forEach(way -> times.put(way, new OpenLoop.Times()));
      for (int round = 0; round < plan.rounds(); round++) {
        for (Way way : rivals.whole) {
          OpenLoop.run(way, WHOLE, rate, Duration.ofSeconds(plan.steady()), times.get(way));
        }
      }
      report.steady(rate, times);
    }
  }

  private void firstTokens() throws InterruptedException, ExecutionException {
    for (int streams : STREAMS) {
      Map<Way, Streams> found = new LinkedHashMap<>();
      rivals.paced.forEach(way -> found.put(way, new Streams()));
      // as one stream alone gives one figure a round
      int rounds = streams == 1 ? plan.rounds() * 20 : plan.rounds() * 2;
      for (int round = 0; round < rounds; round++) {
        for (Way way : rivals.paced) {
          found.get(way).run(way, ASK.formatted("paced", STREAM), streams);
        }
      }
      report.firstTokens(streams, found);
    }
  }

  private void manyStreams() throws InterruptedException, ExecutionException {
    Map<Way, Streams> found = new LinkedHashMap<>();
    for (Way way : rivals.slow) {
      Streams streams = new Streams();
      streams.run(way, ASK.formatted("slow", STREAM), 1000);
      found.put(way, streams);
    }
    report.manyStreams(found);
  }

  /** A thousand connections, of which each asks every two seconds. */
  private void manyUsers() throws InterruptedException, ExecutionException {
    Way way = rivals.whole.stream().filter(Way::isGateway).findFirst().get();
    OpenLoop.Times times = new OpenLoop.Times();
    OpenLoop.run(way, WHOLE, 500, Duration.ofSeconds(20), 1000, times);
    report.manyUsers(way, times);
  }

  /** Twenty questions that are asked again and again; each is a miss once. */
  private void cache() throws InterruptedException, ExecutionException {
    rivals.gateway.ask("cache");
    Way way = rivals.whole.stream().filter(Way::isGateway).findFirst().get();
    OpenLoop.Times times = new OpenLoop.Times();
    for (int question = 0; question < 20; question++) {
      String body = WHOLE.replace("Say hello", "Say hello " + question + " times");
      OpenLoop.run(way, body, 500, Duration.ofSeconds(1), times);
    }
    report.cache(way, times);
  }

  private void memory() throws IOException, InterruptedException {
    Way way = rivals.whole.stream().filter(Way::isGateway).findFirst().get();
    List<Report.Memory> marks = new ArrayList<>();
    double cpu = way.service().cpuSeconds();
    long requests = 0;
    long end = System.nanoTime() + Duration.ofSeconds(plan.memory()).toNanos();
    while (requests < plan.requests() && System.nanoTime() < end) {
      Wrk.Result result = Wrk.run(files, way, WHOLE, 10);
      requests += result.requests();
      report.errors(way, result.errors());
      marks.add(
          new Report.Memory(
              requests, rivals.gateway.ask("gc") >> 10, rivals.gateway.residentMegabytes()));
    }
    report.memory(marks, way.service().cpuSeconds() - cpu);
  }
}
