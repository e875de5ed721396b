// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.data;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the question from the address. */
final class QueryParameters {
  private static final List<String> OUTCOMES =
      Arrays.stream(ChatTrace.Outcome.values())
          .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
          .toList();

  private QueryParameters() {}

  /** {@code model}, {@code upstream}, {@code outcome}, {@code key}, {@code from} and so on. */
  static LogQuery read(Exchange exchange) throws ApiFailure {
    return LogQuery.newest(number(exchange, "limit", 100))
        .withModel(exchange.query("model"))
        .withUpstream(exchange.query("upstream"))
        .withOutcome(outcome(exchange.query("outcome")))
        .withKey(key(exchange.query("key")))
        .withTime(time(exchange, "from"), time(exchange, "to"))
        .withBefore(before(exchange.query("before")));
  }

  private static String outcome(String text) throws ApiFailure {
    if (!text.isEmpty() && !OUTCOMES.contains(text)) {
      throw ApiFailure.invalid(
          "outcome must be one of %s.".formatted(String.join(", ", OUTCOMES)), "outcome");
    }
    return text;
  }

  private static String before(String id) throws ApiFailure {
    if (!id.isEmpty() && !id.matches("[0-9a-f]{28}")) {
      throw ApiFailure.invalid(
          "before must be the id of an entry: 28 hexadecimal digits, as in X-Request-Id.",
          "before");
    }
    return id;
  }

  /** A key's id as the log has it, or as the list of keys shows it. */
  private static String key(String id) {
    return id.matches("[0-9a-f]{12}") ? "key:" + id : id;
  }

  /** A positive whole number. */
  static int number(Exchange exchange, String name, int usual) throws ApiFailure {
    String text = exchange.query(name);
    if (text.isEmpty()) {
      return usual;
    }
    try {
      int value = Integer.parseInt(text);
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // refused below
    }
    throw ApiFailure.invalid("%s must be a positive whole number.".formatted(name), name);
  }

  private static @Nullable Instant time(Exchange exchange, String name) throws ApiFailure {
    String text = exchange.query(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw ApiFailure.invalid(
          "%s must be a time such as 2026-11-21T10:00:00Z.".formatted(name), name);
    }
  }
}
