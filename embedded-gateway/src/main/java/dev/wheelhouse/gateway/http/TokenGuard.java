// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.key.Caller;
import dev.wheelhouse.gateway.key.Callers;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Lets a request pass only with a token or key, wherever the usual clients put it. */
final class TokenGuard {
  private static final String BEARER = "bearer ";
  private static final List<String> PLACES =
      List.of("Authorization", "x-api-key", "x-goog-api-key");

  private final Callers callers;

  TokenGuard(Callers callers) {
    this.callers = callers;
  }

  /** Who sent the request. Refuses one of nobody; the refusal never repeats what was sent. */
  Caller check(UnaryOperator<String> header) throws ApiFailure {
    for (String place : PLACES) {
      String value = header.apply(place);
      String presented = place.equals(PLACES.getFirst()) ? bearer(value) : value.strip();
      Optional<Caller> caller = presented.isEmpty() ? Optional.empty() : callers.find(presented);
      if (caller.isPresent()) {
        return caller.get();
      }
    }
    throw ApiFailure.of(
        FailureKind.TOKEN_REJECTED,
        "The gateway's token is missing or wrong.",
        "Send it as \"Authorization: Bearer <token>\"; \"wheelhouse gateway token\" prints it.");
  }

  private static String bearer(String header) {
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : "";
  }
}
