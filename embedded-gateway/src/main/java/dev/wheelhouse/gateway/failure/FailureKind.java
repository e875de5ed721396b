// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.failure;

/** What kind of thing went wrong: the HTTP status it maps to, and a stable code for programs. */
public enum FailureKind {
  INVALID_REQUEST(400, "invalid_request"),
  TOKEN_REJECTED(401, "invalid_api_key"),
  SCOPE_MISSING(403, "scope_missing"),
  MODEL_NOT_ALLOWED(403, "model_not_allowed"),
  HOST_REFUSED(403, "host_refused"),
  ORIGIN_REFUSED(403, "origin_refused"),
  NOT_FOUND(404, "not_found"),
  MODEL_NOT_FOUND(404, "model_not_found"),
  METHOD_NOT_ALLOWED(405, "method_not_allowed"),
  TOO_LARGE(413, "request_too_large"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported_media_type"),
  /** A limit of the client's key, or of the model, is reached. */
  RATE_LIMITED(429, "rate_limit_exceeded"),
  /** The cost that the key may cause is reached. */
  BUDGET_SPENT(429, "budget_exceeded"),
  INTERNAL(500, "internal_error"),
  NO_UPSTREAM(503, "no_upstream"),
  OVERLOADED(503, "gateway_overloaded"),
  SHUTTING_DOWN(503, "gateway_stopping"),
  /** The upstream refused this request itself (4xx); the status is the upstream's own. */
  UPSTREAM_REFUSED(400, "upstream_refused"),
  UPSTREAM_RATE_LIMITED(429, "upstream_rate_limited"),
  /** The upstream refused the key that the gateway sent; the client's own token is fine. */
  UPSTREAM_CREDENTIALS(502, "upstream_credentials_rejected"),
  /** Every target that could answer refused the gateway's key. */
  UPSTREAM_CREDENTIALS_EXHAUSTED(502, "upstream_credentials_exhausted"),
  UPSTREAM_UNREACHABLE(502, "upstream_unreachable"),
  UPSTREAM_FAILED(502, "upstream_failed"),
  /** The upstream is too busy right now and did not work on the request. */
  UPSTREAM_BUSY(503, "upstream_busy"),
  UPSTREAM_TIMEOUT(504, "upstream_timeout"),
  /** Its stream began, but ran slower than the pool demands; the client saw nothing of it. */
  UPSTREAM_TOO_SLOW(504, "upstream_too_slow");

  private final int status;
  private final String code;

  FailureKind(int status, String code) {
    this.status = status;
    this.code = code;
  }

  /** The HTTP status for the client. */
  public int status() {
    return status;
  }

  /** The stable code, as it stands in error bodies and metrics. */
  public String code() {
    return code;
  }

  /**
   * Whether the upstream surely did not work on the request, so that repeating it costs nothing.
   */
  public boolean repeatable() {
    return switch (this) {
      case UPSTREAM_RATE_LIMITED, UPSTREAM_UNREACHABLE, UPSTREAM_BUSY -> true;
      case INVALID_REQUEST,
          TOKEN_REJECTED,
          SCOPE_MISSING,
          MODEL_NOT_ALLOWED,
          RATE_LIMITED,
          BUDGET_SPENT,
          HOST_REFUSED,
          ORIGIN_REFUSED,
          NOT_FOUND,
          MODEL_NOT_FOUND,
          METHOD_NOT_ALLOWED,
          TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE,
          INTERNAL,
          NO_UPSTREAM,
          OVERLOADED,
          SHUTTING_DOWN,
          UPSTREAM_REFUSED,
          UPSTREAM_CREDENTIALS,
          UPSTREAM_CREDENTIALS_EXHAUSTED,
          UPSTREAM_FAILED,
          UPSTREAM_TIMEOUT,
          UPSTREAM_TOO_SLOW ->
          false;
    };
  }
}
