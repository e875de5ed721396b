// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.request;

import dev.wheelhouse.engine.gateway.request.RequestEntry.Outcome;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.log.Feedback;
import dev.wheelhouse.gateway.log.LogBucket;
import dev.wheelhouse.gateway.log.LogDetail;
import dev.wheelhouse.gateway.log.LogEntry;
import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.log.LogSize;
import dev.wheelhouse.gateway.log.ParameterOutcome;
import dev.wheelhouse.gateway.log.store.RequestLogs;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The log of a running {@link Gateway}. */
public final class LiveRequests implements GatewayRequests {
  private final Path file;
  private final Clock clock;
  private final Supplier<Optional<Gateway>> running;

  /**
   * @param file where the log lies, to name it when it fails
   */
  public LiveRequests(Path file, Clock clock, Supplier<Optional<Gateway>> running) {
    this.file = file;
    this.clock = clock;
    this.running = running;
  }

  @Override
  public List<RequestEntry> newest(int most) {
    return ask(
        log -> log.find(LogQuery.newest(most)).stream().map(LiveRequests::entry).toList(),
        List.of());
  }

  @Override
  public Optional<RequestDetail> detail(String id) {
    return ask(log -> log.detail(id).map(LiveRequests::detail), Optional.empty());
  }

  @Override
  public List<RequestSpan> course(Instant from, Duration span) {
    long millis = span.toMillis();
    // the log's spans begin at multiples of their length
    Instant first = Instant.ofEpochMilli(Math.floorDiv(from.toEpochMilli(), millis) * millis);
    Map<Instant, RequestSpan> busy = new HashMap<>();
    ask(log -> log.buckets(LogQuery.ALL.withTime(first, null), span), List.<LogBucket>of())
        .forEach(bucket -> busy.put(bucket.start(), span(bucket)));
    List<RequestSpan> course = new ArrayList<>();
    for (Instant at = first; !at.isAfter(clock.instant()); at = at.plusMillis(millis)) {
      course.add(busy.getOrDefault(at, RequestSpan.none(at)));
    }
    return course;
  }

  @Override
  public List<ModelOutcome> outcomes(Instant from) {
    LogQuery query = LogQuery.ALL.withTime(from, null);
    return ask(
        log -> log.parameters(query).stream().map(LiveRequests::outcome).toList(), List.of());
  }

  @Override
  public boolean rate(String id, double score) {
    return ask(log -> log.rate(new Feedback(id, clock.instant(), score, "")), false);
  }

  @Override
  public long export(Path to) {
    return ask(log -> write(log, to), 0L);
  }

  @Override
  public void clear() {
    ask(
        log -> {
          log.clear();
          return true;
        },
        true);
  }

  @Override
  public RequestLogSize size() {
    LogSize size = ask(RequestLogs::size, LogSize.OFF);
    return new RequestLogSize(size.entries(), size.bytes(), size.dropped());
  }

  private static long write(RequestLogs log, Path to) {
    long[] count = new long[1];
    try (BufferedWriter out = Files.newBufferedWriter(to)) {
      log.each(
          LogQuery.ALL,
          entry -> {
            try {
              out.write(EntryJson.line(entry(entry)));
              out.newLine();
              count[0]++;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IOException e) {
      throw new ProblemException(new FileTrouble(to.toString(), e.toString()), e);
    } catch (UncheckedIOException e) {
      throw new ProblemException(new FileTrouble(to.toString(), String.valueOf(e.getMessage())), e);
    }
    return count[0];
  }

  private <T> T ask(Function<RequestLogs, T> question, T without) {
    try {
      return running.get().map(Gateway::requests).map(question).orElse(without);
    } catch (LogFailure e) {
      String detail = String.valueOf(e.getMessage());
      throw new ProblemException(new FileTrouble(file.toString(), detail), e);
    }
  }

  private static RequestEntry entry(LogEntry entry) {
    LogEntry.Asked asked = entry.asked();
    LogEntry.Route route = entry.route();
    LogEntry.Timing timing = entry.timing();
    return new RequestEntry(
        entry.id(),
        entry.at(),
        new RequestEntry.Asked(
            asked.key(),
            asked.dialect(),
            asked.operation(),
            asked.model(),
            asked.stream(),
            asked.parameters()),
        new RequestEntry.Route(
            route.upstream(), route.model(), route.reason(), route.retries(), route.cache()),
        new RequestEntry.Result(
            Outcome.valueOf(entry.result().outcome().toUpperCase(Locale.ROOT)),
            entry.result().status(),
            entry.result().error()),
        new RequestEntry.Tokens(
            entry.tokens().input(), entry.tokens().output(), entry.tokens().cost()),
        new RequestEntry.Timing(
            micros(timing.total()),
            micros(timing.queue()),
            micros(timing.upstream()),
            micros(timing.gateway()),
            orNull(timing.firstToken()),
            timing.tokensPerSecond()));
  }

  private static RequestDetail detail(LogDetail detail) {
    return new RequestDetail(
        entry(detail.entry()),
        detail.request(),
        detail.answer(),
        detail.feedback().map(Feedback::score).orElse(null));
  }

  private static ModelOutcome outcome(ParameterOutcome outcome) {
    Double firstToken = outcome.averageFirstTokenMicros();
    return new ModelOutcome(
        outcome.model(),
        outcome.temperature(),
        new ModelOutcome.Ends(outcome.requests(), outcome.completed(), outcome.failed()),
        new ModelOutcome.Average(
            micros(Math.round(outcome.averageMicros())),
            firstToken == null ? null : micros(Math.round(firstToken)),
            outcome.averageInputTokens(),
            outcome.averageOutputTokens()),
        outcome.cost(),
        outcome.rated(),
        outcome.averageScore());
  }

  private static RequestSpan span(LogBucket bucket) {
    return new RequestSpan(
        bucket.start(),
        bucket.requests(),
        bucket.errors(),
        bucket.inputTokens() + bucket.outputTokens(),
        orNull(bucket.firstTokenP50()),
        bucket.tokensPerSecond(),
        bucket.cost(),
        bucket.cacheAsked(),
        bucket.cacheHits());
  }

  private static @Nullable Duration orNull(@Nullable Long micros) {
    return micros == null ? null : micros(micros);
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
