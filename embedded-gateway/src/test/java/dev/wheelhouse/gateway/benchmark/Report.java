// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts what was measured into tables, with ratios beside the figures. */
final class Report {
  private static final String GATEWAY = "gateway";
  private static final String PEER = "peer";
  private static final String DIRECT = "direct";
  private static final String NGINX = "nginx proxy_pass";

  private final StringBuilder text = new StringBuilder();
  private final Formatter out = new Formatter(text, Locale.ROOT);
  private final StringBuilder goals = new StringBuilder();
  private final Map<String, List<Run>> runs = new LinkedHashMap<>();
  private long gatewayErrors;

  private record Run(double perSecond, double cpu, long allocated, long errors) {}

  /** The state after so many requests. */
  record Memory(long requests, long heapKilobytes, long residentMegabytes) {}

  long gatewayErrors() {
    return gatewayErrors;
  }

  String text() {
    return text.toString();
  }

  void begins(String plan) {
    out.format(
        "Plan: %s. %d processors, load average %.1f at the start, Java %s.%n%n",
        plan, Runtime.getRuntime().availableProcessors(), load(), Runtime.version());
  }

  void ends() {
    out.format(
        "Load average %.1f at the end. Errors of the gateway: %d.%n%n", load(), gatewayErrors);
    out.format("| goal | measured | met |%n|---|---|---|%n%s", goals);
  }

  void throughput(Way way, Wrk.Result result, double cpu, long allocated) {
    runs.computeIfAbsent(way.name(), _ -> new ArrayList<>())
        .add(new Run(result.perSecond(), cpu * 1e6, allocated, result.errors()));
    errors(way, result.errors());
  }

  void errors(Way way, long errors) {
    gatewayErrors += way.name().equals(GATEWAY) ? errors : 0;
  }

  private void throughputTable() {
    out.format("Closed loop, 32 connections (wrk), medians of the rounds:%n%n");
    out.format("| way | requests/s | of direct | of nginx | of the peer | CPU µs/request | ");
    out.format("allocated/request | errors |%n|---|---|---|---|---|---|---|---|%n");
    runs.forEach((name, list) ->
        out.format(
            "| %s | %,.0f | %.2f | %.2f | %.1f | %.0f | %s | %d |%n",
            name,
            rate(name),
            rate(name) / rate(DIRECT),
            rate(name) / rate(NGINX),
            rate(name) / rate(PEER),
            median(list.stream().map(Run::cpu).toList()),
            name.equals(GATEWAY) ? list.getLast().allocated() / 1024 + " kB" : "–",
            list.stream().mapToLong(Run::errors).sum()));
    out.format("%n");
    double ofPeer = rate(GATEWAY) / rate(PEER);
    double ofNginx = rate(GATEWAY) / rate(NGINX);
    goal("≥ 8 × the peer's throughput", "%.1f ×".formatted(ofPeer), ofPeer >= 8);
    goal("≥ 0.4 × nginx's throughput", "%.2f ×".formatted(ofNginx), ofNginx >= 0.4);
  }

  private double rate(String name) {
    return median(runs.get(name).stream().map(Run::perSecond).toList());
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  void steady(int rate, Map<Way, OpenLoop.Times> times) {
    if (rate == Comparison.RATES[0]) {
      throughputTable();
      out.format(
          "Open loop, 32 connections, times from the moment at which a request was due:%n%n");
      out.format(
          "| requests/s | way | p50 ms | p99 ms | added p50 ms | added p99 ms | not sent | errors |%n");
      out.format("|---|---|---|---|---|---|---|---|%n");
    }
    double[] direct = {0, 0};
    Map<String, double[]> added = new LinkedHashMap<>();
    times.forEach((way, found) -> {
      double p50 = Samples.percentile(found.nanos, 0.5);
      double p99 = Samples.percentile(found.nanos, 0.99);
      if (way.name().equals(DIRECT)) {
        direct[0] = p50;
        direct[1] = p99;
      }
      added.put(way.name(), new double[] {p50 - direct[0], p99 - direct[1]});
      errors(way, found.errors);
      out.format(
          "| %d | %s | %.2f | %.2f | %+.2f | %+.2f | %d | %d |%n",
          rate, way.name(), p50, p99, p50 - direct[0], p99 - direct[1], found.unsent, found.errors);
    });
    double[] ours = added.get(GATEWAY);
    double share = ours[0] / added.get(PEER)[0];
    goal(
        "≤ 1/10 of the peer's added p50 at %d/s".formatted(rate),
        "1/%.1f".formatted(1 / share),
        share <= 0.1);
    if (rate == 1000) {
      goal("added p50 ≤ 150 µs at 1000/s", "%.0f µs".formatted(ours[0] * 1000), ours[0] <= 0.15);
      String p99 = "%.2f ms".formatted(ours[1]);
      if (direct[1] > 1) {
        // the machine alone is slower than that: nothing can be told of the gateway
        String alone = "%s, but the direct way alone takes %.2f ms".formatted(p99, direct[1]);
        goal("added p99 ≤ 1 ms at 1000/s", alone, "cannot be told");
      } else {
        goal("added p99 ≤ 1 ms at 1000/s", p99, ours[1] <= 1);
      }
      out.format("%n");
    }
  }

  void firstTokens(int streams, Map<Way, Streams> found) {
    if (streams == Comparison.STREAMS[0]) {
      out.format("Streams of 10 tokens, one every 20 ms:%n%n");
      out.format("| at once | way | first token p50 / p99 ms | added p50 ms | ");
      out.format("token on its way p50 / p99 ms | errors |%n|---|---|---|---|---|---|%n");
    }
    double direct = 0;
    for (var each : found.entrySet()) {
      Samples samples = each.getValue().samples;
      double p50 = Samples.percentile(samples.firstToken, 0.5);
      direct = each.getKey().name().equals(DIRECT) ? p50 : direct;
      errors(each.getKey(), each.getValue().errors.get());
      out.format(
          "| %d | %s | %.2f / %.2f | %+.2f | %.2f / %.2f | %d |%n",
          streams,
          each.getKey().name(),
          p50,
          Samples.percentile(samples.firstToken, 0.99),
          p50 - direct,
          Samples.percentile(samples.transit, 0.5),
          Samples.percentile(samples.transit, 0.99),
          each.getValue().errors.get());
    }
    if (streams == Comparison.STREAMS[Comparison.STREAMS.length - 1]) {
      out.format("%n");
    }
  }

  void manyStreams(Map<Way, Streams> found) {
    out.format("1000 streams at once, 20 tokens/s each:%n%n");
    out.format("| way | tokens | in a chunk with another | gap p50 / p99 ms | ");
    out.format("token on its way p50 / p99 ms | errors |%n|---|---|---|---|---|---|%n");
    found.forEach((way, streams) -> {
      errors(way, streams.errors.get());
      out.format(
          "| %s | %,d | %d | %.2f / %.2f | %.2f / %.2f | %d |%n",
          way.name(),
          streams.tokens.get(),
          streams.merged.get(),
          Samples.percentile(streams.samples.gap, 0.5),
          Samples.percentile(streams.samples.gap, 0.99),
          Samples.percentile(streams.samples.transit, 0.5),
          Samples.percentile(streams.samples.transit, 0.99),
          streams.errors.get());
      if (way.name().equals(GATEWAY)) {
        long merged = streams.merged.get();
        goal("1000 streams without merged chunks", merged + " merged", merged == 0);
      }
    });
    out.format("%n");
  }

  void manyUsers(Way way, OpenLoop.Times times) {
    errors(way, times.errors);
    out.format(
        "1000 connections, 500 requests/s in all: p50 %.2f ms, p99 %.2f ms, %d not sent, %d errors.%n%n",
        Samples.percentile(times.nanos, 0.5),
        Samples.percentile(times.nanos, 0.99),
        times.unsent,
        times.errors);
    goal(
        "500 requests/s from 1000 users without an error",
        "%d errors of %,d, %d not sent".formatted(times.errors, times.nanos.size(), times.unsent),
        times.errors == 0 && times.unsent == 0);
  }

  void memory(List<Memory> marks, double cpuSeconds) {
    out.format("Memory of the gateway (-Xmx128m, SerialGC), heap after a collection:%n%n");
    out.format("| requests | heap MB | resident MB |%n|---|---|---|%n");
    for (int i = 0; i < marks.size(); i++) {
      // at most eight rows
      if (i % Math.max(1, marks.size() / 7) == 0 || i == marks.size() - 1) {
        Memory mark = marks.get(i);
        out.format(
            "| %,d | %.1f | %d |%n",
            mark.requests(), mark.heapKilobytes() / 1024.0, mark.residentMegabytes());
      }
    }
    double cpu = cpuSeconds * 1e6 / marks.getLast().requests();
    out.format("%nProcessor time for each of these requests: %.0f µs.%n%n", cpu);
    long growth = marks.getLast().heapKilobytes() - marks.getFirst().heapKilobytes();
    goal(
        "heap flat and ≤ 128 MB after %,d requests".formatted(marks.getLast().requests()),
        "%.1f MB, %+.1f MB since the first mark"
            .formatted(marks.getLast().heapKilobytes() / 1024.0, growth / 1024.0),
        growth < 4096);
  }

  void cache(Way way, OpenLoop.Times times) {
    errors(way, times.errors);
    double p50 = Samples.percentile(times.nanos, 0.5);
    double share = 100.0 * times.hits / times.nanos.size();
    out.format(
        "Cache on, 20 questions again and again at 500 requests/s: %.1f %% hits, p50 %.2f ms, ",
        share, p50);
    out.format("p99 %.2f ms.%n%n", Samples.percentile(times.nanos, 0.99));
    goal(
        "cache hits > 90 %, p50 < 1 ms",
        "%.1f %%, %.2f ms".formatted(share, p50), share > 90 && p50 < 1);
  }

  private void goal(String goal, String measured, boolean met) {
    goal(goal, measured, met ? "yes" : "no");
  }

  private void goal(String goal, String measured, String met) {
    goals.append("| %s | %s | %s |\n".formatted(goal, measured, met));
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
