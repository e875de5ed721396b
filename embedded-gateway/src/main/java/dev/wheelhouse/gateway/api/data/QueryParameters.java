// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.data;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.log.LogQuery;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the question from the address. */
final class QueryParameters {
  private QueryParameters() {}

  /** {@code model}, {@code upstream}, {@code outcome}, {@code key}, {@code from} and so on. */
  static LogQuery read(Exchange exchange) throws ApiFailure {
    return LogQuery.newest(number(exchange, "limit", 100))
        .withModel(exchange.query("model"))
        .withUpstream(exchange.query("upstream"))
        .withOutcome(exchange.query("outcome"))
        .withKey(exchange.query("key"))
        .withTime(time(exchange, "from"), time(exchange, "to"))
        .withBefore(exchange.query("before"));
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
