// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ClientGone;
import java.util.Set;

/** Lets an allowed web page read answers. Its origin was checked before; it is named, never "*". */
final class Cors {
  private static final String HEADERS =
      "Authorization, Content-Type, User-Agent, Accept, X-Requested-With, OpenAI-Beta, x-api-key,"
          + " x-goog-api-key, Cache-Control, X-Wheelhouse-Cache, X-Session-Id,"
          + " x-stainless-arch, x-stainless-async,"
          + " x-stainless-custom-poll-interval, x-stainless-helper-method, x-stainless-lang,"
          + " x-stainless-os, x-stainless-package-version, x-stainless-poll-helper,"
          + " x-stainless-retry-count, x-stainless-runtime, x-stainless-runtime-version,"
          + " x-stainless-timeout, anthropic-version, anthropic-beta,"
          + " anthropic-dangerous-direct-browser-access";

  private Cors() {}

  /** Names the page's origin in the answer. */
  static void allow(Exchange exchange) {
    String origin = exchange.header("Origin");
    if (!origin.isEmpty()) {
      exchange.answerHeader("Access-Control-Allow-Origin", origin);
      exchange.answerHeader("Access-Control-Expose-Headers", Exchange.REQUEST_ID);
      exchange.answerHeader("Vary", "Origin");
    }
  }

  /** Whether a browser asks first. */
  static boolean isPreflight(Exchange exchange) {
    return exchange.method().equals("OPTIONS")
        && !exchange.header("Origin").isEmpty()
        && !exchange.header("Access-Control-Request-Method").isEmpty();
  }

  /** Says what may be sent. A preflight carries no token, so none is asked for. */
  static void answerPreflight(Exchange exchange, Set<String> methods) throws ClientGone {
    exchange.answerHeader(
        "Access-Control-Allow-Methods", String.join(", ", methods.stream().sorted().toList()));
    exchange.answerHeader("Access-Control-Allow-Headers", HEADERS);
    exchange.answerHeader("Access-Control-Max-Age", "600");
    exchange.sendEmpty(204);
  }
}
