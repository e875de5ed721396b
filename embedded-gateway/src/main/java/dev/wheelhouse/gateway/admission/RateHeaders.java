// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.admission;

import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.limit.Admitted;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Tells a client in its dialect's headers how much is left of its limits. */
final class RateHeaders {
  private RateHeaders() {}

  static void write(Admitted admitted, Dialect dialect, ChatSink sink) {
    admitted.requests().ifPresent(left -> write("requests", left, dialect, sink));
    admitted.tokens().ifPresent(left -> write("tokens", left, dialect, sink));
  }

  private static void write(String what, Admitted.Left left, Dialect dialect, ChatSink sink) {
    String limit = Long.toString(left.limit());
    String remaining = Long.toString(left.remaining());
    if (dialect == Dialect.ANTHROPIC) {
      String prefix = "anthropic-ratelimit-" + what;
      sink.header(prefix + "-limit", limit);
      sink.header(prefix + "-remaining", remaining);
      sink.header(prefix + "-reset", left.resetAt().truncatedTo(ChronoUnit.SECONDS).toString());
      return;
    }
    sink.header("x-ratelimit-limit-" + what, limit);
    sink.header("x-ratelimit-remaining-" + what, remaining);
    sink.header("x-ratelimit-reset-" + what, duration(left.reset()));
  }

  /** As OpenAI writes it: {@code 1m3.25s}, {@code 250ms}. */
  private static String duration(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      return time.toMillis() + "ms";
    }
    String minutes = time.toMinutes() > 0 ? time.toMinutes() + "m" : "";
    int millis = time.toMillisPart();
    String fraction = millis == 0 ? "" : ".%03d".formatted(millis).replaceAll("0+$", "");
    return minutes + time.toSecondsPart() + fraction + "s";
  }
}
