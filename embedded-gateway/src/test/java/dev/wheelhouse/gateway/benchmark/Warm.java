// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * The gateway beside nginx alone, taking turns every few seconds, first cold, then warm: what a
 * request costs in processor time, which a busy machine changes less than it changes the rate.
 */
final class Warm {
  private static final int SLICES = 6;
  private static final int SLICE_SECONDS = 5;
  private static final int ROUNDS = 6;
  private static final int ROUND_SECONDS = 5;

  private final Path files;
  private final Service gateway;
  private final StringBuilder text = new StringBuilder();
  private final Formatter out = new Formatter(text, Locale.ROOT);
  private long errors;

  /** What one run of wrk found; times in microseconds. */
  private record Cost(double perSecond, double cpu, double kilobytes) {}

  private Warm(Path files, Service gateway) {
    this.files = files;
    this.gateway = gateway;
  }

  /** Arguments: a folder for files, the report. */
  public static void main(String[] arguments) throws Exception {
    Path files = Path.of(arguments[0]);
    boolean good;
    try (Rivals rivals = new Rivals(files)) {
      Warm warm = new Warm(files, rivals.gateway);
      warm.run(rivals);
      Files.writeString(Path.of(arguments[1]), warm.text);
      System.out.println(warm.text);
      good = warm.errors == 0;
    }
    if (!good) {
      System.err.println("the gateway returned errors");
    }
    System.exit(good ? 0 : 1);
  }

  private void run(Rivals rivals) throws IOException, InterruptedException {
    out.format("Warming up, 32 connections (wrk):%n%n");
    out.format(
        "| seconds | requests/s | CPU µs/request | allocated/request |%n|---|---|---|---|%n");
    for (int slice = 1; slice <= SLICES; slice++) {
      Cost cost = cost(rivals.whole.getLast(), Comparison.WHOLE, SLICE_SECONDS);
      out.format(
          "| %d | %,.0f | %.1f | %.1f kB |%n",
          slice * SLICE_SECONDS, cost.perSecond(), cost.cpu(), cost.kilobytes());
    }
    out.format("%nWarm, taking turns, medians of %d rounds:%n%n", ROUNDS);
    out.format("| answer | requests/s | nginx | of nginx | CPU µs/request | nginx | allocated |%n");
    out.format("|---|---|---|---|---|---|---|%n");
    rounds("whole", rivals.whole, Comparison.WHOLE);
    cost(rivals.events.getLast(), Comparison.EVENTS, 3 * SLICE_SECONDS);
    rounds("ten events", rivals.events, Comparison.EVENTS);
    out.format("%nErrors of the gateway: %d.%n", errors);
  }

  private void rounds(String name, List<Way> ways, String body)
      throws IOException, InterruptedException {
    List<Cost> nginx = new ArrayList<>();
    List<Cost> ours = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      nginx.add(cost(ways.getFirst(), body, ROUND_SECONDS));
      ours.add(cost(ways.getLast(), body, ROUND_SECONDS));
    }
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      ratios.add(ours.get(round).perSecond() / nginx.get(round).perSecond());
    }
    out.format(
        "| %s | %,.0f | %,.0f | %.2f | %.1f | %.1f | %.1f kB |%n",
        name,
        Report.median(ours.stream().map(Cost::perSecond).toList()),
        Report.median(nginx.stream().map(Cost::perSecond).toList()),
        Report.median(ratios),
        Report.median(ours.stream().map(Cost::cpu).toList()),
        Report.median(nginx.stream().map(Cost::cpu).toList()),
        Report.median(ours.stream().map(Cost::kilobytes).toList()));
  }

  private Cost cost(Way way, String body, int seconds) throws IOException, InterruptedException {
    double cpu = way.service().cpuSeconds();
    long allocated = way.isGateway() ? gateway.ask("allocated") : 0;
    Wrk.Result result = Wrk.run(files, way, body, seconds);
    errors += way.isGateway() ? result.errors() : 0;
    long more = way.isGateway() ? gateway.ask("allocated") - allocated : 0;
    return new Cost(
        result.perSecond(),
        (way.service().cpuSeconds() - cpu) * 1e6 / result.requests(),
        more / 1024.0 / result.requests());
  }
}
