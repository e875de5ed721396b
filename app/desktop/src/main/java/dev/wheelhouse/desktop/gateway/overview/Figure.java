// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.overview;

import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.request.RequestSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * What a chart shows.
 *
 * @param words what the whole time comes to
 * @param atLeast what the top of the chart stands for while no value is higher
 */
record Figure(
    String title, Tone tone, String words, String note, List<Double> values, double atLeast) {
  private static final String NOTHING = "–";

  /** The six figures of the spans, in the order in which they stand. */
  static List<Figure> of(List<RequestSpan> spans) {
    long requests = spans.stream().mapToLong(RequestSpan::requests).sum();
    long errors = spans.stream().mapToLong(RequestSpan::errors).sum();
    long asked = spans.stream().mapToLong(RequestSpan::cacheAsked).sum();
    long hits = spans.stream().mapToLong(RequestSpan::cacheHits).sum();
    double cost = spans.stream().mapToDouble(RequestSpan::cost).sum();
    long tokens = spans.stream().mapToLong(RequestSpan::tokens).sum();
    return List.of(
        new Figure(
            "Requests",
            Tone.ACCENT,
            Amounts.grouped(requests),
            Amounts.grouped(tokens) + " tokens read and written",
            values(spans, RequestSpan::requests),
            4),
        new Figure(
            "First token",
            Tone.ACCENT,
            words(average(spans, Figure::seconds), time -> Times.span(millis(time))),
            "Half of the answers begin sooner",
            course(spans, Figure::seconds),
            0.5),
        new Figure(
            "Tokens per second",
            Tone.ACCENT,
            words(average(spans, Figure::speed), speed -> String.valueOf(Math.round(speed))),
            "While an answer streams",
            course(spans, Figure::speed),
            10),
        new Figure(
            "Errors",
            errors == 0 ? Tone.OK : Tone.DANGER,
            requests == 0 ? NOTHING : share(errors, requests),
            Amounts.count(errors, "request failed", "requests failed"),
            values(spans, RequestSpan::errors),
            4),
        new Figure(
            "Cost",
            Tone.ACCENT,
            requests == 0 ? NOTHING : Amounts.money(cost),
            "As far as prices are known",
            values(spans, RequestSpan::cost),
            0.01),
        new Figure(
            "From the cache",
            Tone.ACCENT,
            asked == 0 ? NOTHING : share(hits, asked),
            asked == 0
                ? "The cache was not asked"
                : Amounts.count(hits, "answer cost nothing", "answers cost nothing"),
            values(spans, RequestSpan::cacheHits),
            4));
  }

  private static String share(long part, long all) {
    double percent = 100.0 * part / all;
    String text =
        percent < 9.95
            ? String.format(Locale.ROOT, "%.1f", percent)
            : String.valueOf(Math.round(percent));
    return text.replaceFirst("\\.0$", "") + " %";
  }

  private static String words(OptionalDouble value, DoubleFunction<String> words) {
    return value.isEmpty() ? NOTHING : words.apply(value.getAsDouble());
  }

  private static List<Double> values(List<RequestSpan> spans, ToDoubleFunction<RequestSpan> value) {
    return spans.stream().mapToDouble(value).boxed().toList();
  }

  /** Where nothing was answered, what was measured before goes on. */
  private static List<Double> course(List<RequestSpan> spans, ToDoubleFunction<RequestSpan> value) {
    List<Double> course = new ArrayList<>();
    double last = 0;
    for (RequestSpan span : spans) {
      double now = value.applyAsDouble(span);
      last = now > 0 ? now : last;
      course.add(last);
    }
    return course;
  }

  /** Spans without an answer say nothing about it. */
  private static OptionalDouble average(
      List<RequestSpan> spans, ToDoubleFunction<RequestSpan> value) {
    return spans.stream().mapToDouble(value).filter(one -> one > 0).average();
  }

  private static double seconds(RequestSpan span) {
    return span.firstToken() == null ? 0 : span.firstToken().toNanos() / 1e9;
  }

  private static double speed(RequestSpan span) {
    return span.tokensPerSecond() == null ? 0 : span.tokensPerSecond();
  }

  private static Duration millis(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
