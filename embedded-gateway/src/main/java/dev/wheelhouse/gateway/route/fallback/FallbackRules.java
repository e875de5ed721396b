// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.fallback;

import dev.wheelhouse.gateway.failure.ApiFailure;
import java.util.List;
import java.util.Locale;

/** What a failure at one target of a pool means for the request, before the client saw anything. */
public final class FallbackRules {
  /** How upstreams say that a conversation is too long. */
  private static final List<String> TOO_LONG =
      List.of(
          "context length",
          "context_length",
          "context window",
          "context size",
          "maximum context",
          "prompt is too long",
          "input is too long",
          "too many tokens",
          "maximum number of tokens",
          "input token count");

  private FallbackRules() {}

  /** What to do next. */
  public enum Next {
    /** Once more at this target after a wait, as often as the pool allows; then the next one. */
    REPEAT,
    /** The next target, at once. */
    NEXT,
    /** A target with a larger context window; nothing else would help. */
    LARGER,
    /** Nothing: the client is told. */
    STOP
  }

  /** The rule for a failure. */
  public static Next of(ApiFailure failure) {
    return switch (failure.kind()) {
      case UPSTREAM_FAILED, UPSTREAM_BUSY, UPSTREAM_UNREACHABLE -> Next.REPEAT;
      // the time is spent already
      case UPSTREAM_TIMEOUT, UPSTREAM_TOO_SLOW -> Next.NEXT;
      case UPSTREAM_RATE_LIMITED, UPSTREAM_CREDENTIALS, UPSTREAM_CREDENTIALS_EXHAUSTED -> Next.NEXT;
      case UPSTREAM_REFUSED, TOO_LARGE -> tooLong(failure) ? Next.LARGER : Next.STOP;
      default -> Next.STOP;
    };
  }

  private static boolean tooLong(ApiFailure failure) {
    String said = failure.causeText().toLowerCase(Locale.ROOT);
    return failure.status() < 500 && TOO_LONG.stream().anyMatch(said::contains);
  }
}
