// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.log.Feedback;
import dev.wheelhouse.gateway.log.LogBucket;
import dev.wheelhouse.gateway.log.LogEntry;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.log.LogRecord;
import dev.wheelhouse.gateway.log.ParameterOutcome;
import dev.wheelhouse.gateway.log.RequestLog;
import dev.wheelhouse.gateway.log.Retention;
import dev.wheelhouse.gateway.log.UpstreamOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of the log must do. */
abstract class LogContract {
  static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  abstract RequestLog log();

  @Test
  void givesBackWhatWasWritten() {
    LogEntry entry = entry(1, "completed", 0.7, 12_000L);
    log().write(List.of(new LogRecord(entry, "{\"model\":\"m\"}", "Hello\0 sk-abcdefghijklmnop")));
    assertThat(log().find(LogQuery.newest(10))).containsExactly(entry);
    var detail = log().detail(entry.id()).orElseThrow();
    assertThat(detail.entry()).isEqualTo(entry);
    assertThat(detail.request()).isEqualTo("{\"model\":\"m\"}");
    assertThat(detail.answer()).startsWith("Hello").endsWith("[removed]");
    assertThat(detail.feedback()).isEmpty();
    assertThat(log().detail("unknown")).isEmpty();
    assertThat(log().entries()).isEqualTo(1);
    assertThat(log().bytes()).isPositive();
  }

  @Test
  void keepsNoNumberWhereNoneIsKnown() {
    LogEntry entry = entry(1, "failed", null, null);
    log().write(List.of(new LogRecord(entry, "", "")));
    assertThat(log().find(LogQuery.newest(1))).containsExactly(entry);
  }

  @Test
  void writesAnEntryOnlyOnce() {
    LogRecord record = new LogRecord(entry(1, "completed", 0.7, 1L), "a", "b");
    log().write(List.of(record));
    log().write(List.of(record, new LogRecord(entry(2, "completed", 0.7, 1L), "", "")));
    assertThat(log().entries()).isEqualTo(2);
  }

  @Test
  void findsByModelUpstreamOutcomeKeyAndTime() {
    fill(20);
    LogQuery all = LogQuery.ALL;
    assertThat(log().find(all)).hasSize(20).isSortedAccordingTo((a, b) -> b.id().compareTo(a.id()));
    assertThat(log().find(all.withModel("model-0"))).hasSize(10);
    assertThat(log().find(all.withModel("asked-0"))).hasSize(10);
    assertThat(log().find(all.withUpstream("up-1").withModel("model-0"))).isEmpty();
    assertThat(log().find(all.withOutcome("failed"))).hasSize(4);
    assertThat(log().find(all.withKey("key:2"))).hasSize(6);
    assertThat(log().find(all.withModel("x' OR '1'='1"))).isEmpty();
    Instant from = START.plusSeconds(5);
    assertThat(log().find(all.withTime(from, from.plusSeconds(3))))
        .extracting(e -> e.at().getEpochSecond() - START.getEpochSecond())
        .containsExactly(7L, 6L, 5L);
    List<LogEntry> page = log().find(all.withLimit(15));
    assertThat(log().find(all.withBefore(page.getLast().id()))).hasSize(5);
  }

  @Test
  void countsBySpansOfTime() {
    fill(20);
    List<LogBucket> buckets = log().buckets(LogQuery.ALL, Duration.ofSeconds(10));
    assertThat(buckets).hasSize(2);
    LogBucket first = buckets.getFirst();
    assertThat(first.start()).isEqualTo(START);
    assertThat(first.requests()).isEqualTo(10);
    assertThat(first.errors()).isEqualTo(2);
    assertThat(first.inputTokens()).isEqualTo(100);
    assertThat(first.outputTokens()).isEqualTo(200);
    // 0 to 9 ms without the failed 0 and 5: 1 2 3 4 6 7 8 9
    assertThat(first.firstTokenP50()).isEqualTo(4000);
    assertThat(first.firstTokenP95()).isEqualTo(9000);
    assertThat(first.tokensPerSecond()).isEqualTo(50);
    assertThat(first.cost()).isEqualTo(0.1, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(first.cacheRate()).isEqualTo(0.5);
  }

  @Test
  void tellsWhatModelsAndTemperaturesLedTo() {
    fill(20);
    String rated = log().find(LogQuery.ALL.withModel("model-0").withLimit(1)).getFirst().id();
    assertThat(log().rate(new Feedback(rated, START, 0.5, "good"))).isTrue();
    assertThat(log().rate(new Feedback(rated, START, 1, "it's very good"))).isTrue();
    assertThat(log().rate(new Feedback("unknown", START, 1, ""))).isFalse();
    assertThat(log().detail(rated).orElseThrow().feedback().orElseThrow().comment())
        .isEqualTo("it's very good");
    List<ParameterOutcome> outcomes = log().parameters(LogQuery.ALL);
    assertThat(outcomes).hasSize(2);
    ParameterOutcome zero = outcomes.getFirst();
    assertThat(zero.model()).isEqualTo("model-0");
    assertThat(zero.temperature()).isEqualTo(0.0);
    assertThat(zero.requests()).isEqualTo(10);
    assertThat(zero.completed()).isEqualTo(8);
    assertThat(zero.failed()).isEqualTo(2);
    assertThat(zero.averageOutputTokens()).isEqualTo(20);
    assertThat(zero.rated()).isEqualTo(1);
    assertThat(zero.averageScore()).isEqualTo(1);
    assertThat(outcomes.getLast().averageScore()).isNull();
  }

  @Test
  void tellsWhatUpstreamsLedTo() {
    fill(20);
    assertThat(log().upstreams(LogQuery.ALL))
        .extracting(UpstreamOutcome::upstream, UpstreamOutcome::requests, UpstreamOutcome::failed)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("up-0", 10L, 2L),
            org.assertj.core.groups.Tuple.tuple("up-1", 10L, 2L));
  }

  @Test
  void removesWhatIsTooOldAFewAtATime() {
    fill(20);
    Retention aDay = new Retention(1 << 30, Duration.ofDays(1));
    Instant later = START.plus(Duration.ofDays(1)).plusSeconds(15);
    assertThat(log().trim(aDay, later, 10)).isEqualTo(10);
    assertThat(log().trim(aDay, later, 10)).isEqualTo(5);
    assertThat(log().trim(aDay, later, 10)).isZero();
    assertThat(log().find(LogQuery.ALL))
        .hasSize(5)
        .allMatch(e -> !e.at().isBefore(START.plusSeconds(15)));
  }

  @Test
  void clearsEverything() {
    fill(20);
    log().write(List.of(new LogRecord(entry(30, "completed", 0.7, 1L), "q", "a")));
    log().rate(new Feedback(entry(30, "completed", 0.7, 1L).id(), START, 1, ""));
    log().clear();
    assertThat(log().entries()).isZero();
    assertThat(log().find(LogQuery.ALL)).isEmpty();
    fill(3);
    assertThat(log().entries()).isEqualTo(3);
  }

  @Test
  void handsOverEverythingInOrder() {
    fill(1200);
    List<String> ids = new ArrayList<>();
    log().each(LogQuery.ALL.withLimit(1), Long.MAX_VALUE, entry -> ids.add(entry.id()));
    assertThat(ids).hasSize(1200).isSorted();
    List<String> newest = new ArrayList<>();
    log().each(LogQuery.ALL.withLimit(1), 1100, entry -> newest.add(entry.id()));
    assertThat(newest).isEqualTo(ids.subList(100, 1200));
    newest.clear();
    log().each(LogQuery.ALL.withOutcome("failed"), 3, entry -> newest.add(entry.id()));
    assertThat(newest).containsExactly(ids.get(1185), ids.get(1190), ids.get(1195));
  }

  /** One entry a second; every fifth failed, every other with another model. */
  final void fill(int count) {
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean failed = i % 5 == 0;
      records.add(
          new LogRecord(
              entry(
                  i, failed ? "failed" : "completed", i % 2 / 2.0, failed ? null : i % 10 * 1000L),
              "",
              ""));
    }
    log().write(records);
  }

  static LogEntry entry(
      int second, String outcome, @Nullable Double temperature, @Nullable Long firstToken) {
    Instant at = START.plusSeconds(second);
    int even = second % 2;
    return new LogEntry(
        "%012x".formatted(at.toEpochMilli()) + "%016x".formatted(second),
        at,
        new LogEntry.Asked(
            "key:" + second % 3,
            "editor",
            "openai",
            "chat",
            "asked-" + even,
            true,
            temperature,
            "{}"),
        new LogEntry.Route(
            "up-" + even, "ollama", "model-" + even, "only one", 0, even == 0 ? "hit" : "miss"),
        new LogEntry.Result(outcome, 200, outcome.equals("failed") ? "upstream_failed" : ""),
        new LogEntry.Tokens(10, 20, 0, 0.01),
        new LogEntry.Timing(40_000, 0, 39_000, 1_000, firstToken, 50.0));
  }
}
