// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.failure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be answered: the kind, what happened, and what to do about it. Each dialect
 * writes it in its own error form. It carries no stack trace: it is an answer, not a defect.
 */
public final class ApiFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;
  private final int status;
  private final String cause;
  private final String remedy;
  private final String parameter;
  private final Duration retryAfter;

  private ApiFailure(
      FailureKind kind,
      int status,
      String cause,
      String remedy,
      String parameter,
      Duration retryAfter) {
    super(remedy.isEmpty() ? cause : cause + " " + remedy, null, false, false);
    this.kind = kind;
    this.status = status;
    this.cause = cause;
    this.remedy = remedy;
    this.parameter = parameter;
    this.retryAfter = retryAfter;
  }

  /** A failure with its cause and remedy, each a full sentence. */
  public static ApiFailure of(FailureKind kind, String cause, String remedy) {
    return new ApiFailure(kind, kind.status(), cause, remedy, "", Duration.ZERO);
  }

  /** A fault in the request itself; {@code parameter} names the field, or is empty. */
  public static ApiFailure invalid(String cause, String parameter) {
    FailureKind kind = FailureKind.INVALID_REQUEST;
    return new ApiFailure(kind, kind.status(), cause, "", parameter, Duration.ZERO);
  }

  /** The upstream refused this request, with a status of its own (4xx). */
  public static ApiFailure refused(int status, String cause) {
    return new ApiFailure(FailureKind.UPSTREAM_REFUSED, status, cause, "", "", Duration.ZERO);
  }

  /** The same failure, to be tried again after a while. */
  public ApiFailure retryAfter(Duration wait) {
    return new ApiFailure(kind, status, cause, remedy, parameter, wait);
  }

  /** What kind of failure it is. */
  public FailureKind kind() {
    return kind;
  }

  /** The HTTP status for the client. */
  public int status() {
    return status;
  }

  /** What happened, without the remedy. */
  public String causeText() {
    return cause;
  }

  /** What to do about it; empty when there is nothing to say. */
  public String remedy() {
    return remedy;
  }

  /** The field of the request at fault; empty when it is none in particular. */
  public String parameter() {
    return parameter;
  }

  /** How long the upstream asked to wait; zero when it did not. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** Never null here: cause and remedy are always given. */
  @Override
  public String getMessage() {
    @Nullable String message = super.getMessage();
    return message == null ? cause : message;
  }
}
