// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.secret.Secret;
import java.util.Locale;

/** Lets a request pass only with the gateway's token, wherever the usual clients put it. */
final class TokenGuard {
  private static final String BEARER = "bearer ";

  private final Secret token;

  TokenGuard(Secret token) {
    this.token = token;
  }

  /** Refuses a request without the token. The refusal never repeats what was sent. */
  void check(Exchange exchange) throws ApiFailure {
    if (token.matches(bearer(exchange.header("Authorization")))
        || token.matches(exchange.header("x-api-key").strip())
        || token.matches(exchange.header("x-goog-api-key").strip())) {
      return;
    }
    throw ApiFailure.of(
        FailureKind.TOKEN_REJECTED,
        "The gateway's token is missing or wrong.",
        "Send it as \"Authorization: Bearer <token>\"; \"wheelhouse gateway token\" prints it.");
  }

  private static String bearer(String header) {
    return header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? header.substring(BEARER.length()).strip()
        : "";
  }
}
