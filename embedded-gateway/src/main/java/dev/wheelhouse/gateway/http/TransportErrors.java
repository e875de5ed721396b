// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.time.Instant;
import java.util.List;

/** Answers what the server refuses before our own code sees it: broken or oversized requests. */
final class TransportErrors implements DirectHandler {
  private final HostGuard hosts;
  private final ErrorForm errors;

  TransportErrors(HostGuard hosts, ErrorForm errors) {
    this.hosts = hosts;
    this.errors = errors;
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType eventType,
      Status defaultStatus,
      ServerResponseHeaders responseHeaders,
      String message) {
    // the server checks the form of the Host itself; to us a wrong form is a wrong Host
    boolean hostRefused =
        defaultStatus.equals(Status.BAD_REQUEST_400)
            && !hosts.allows(request.headers().all(HeaderNames.HOST, List::of));
    ApiFailure failure = hostRefused ? hosts.refusal() : failure(defaultStatus);
    Status status = hostRefused ? Status.FORBIDDEN_403 : defaultStatus;
    responseHeaders.set(HeaderValues.create("Content-Type", "application/json"));
    String id = RequestScope.newId(Instant.now());
    responseHeaders.set(HeaderValues.create(Exchange.REQUEST_ID, id));
    return TransportResponse.builder()
        .status(status)
        .headers(responseHeaders)
        .keepAlive(false)
        .entity(errors.body(failure))
        .build();
  }

  private static ApiFailure failure(Status status) {
    return switch (status.code()) {
      case 503 ->
          ApiFailure.of(
              FailureKind.OVERLOADED,
              "The gateway has too many requests under way.",
              "Try again shortly.");
      case 500 -> ApiFailure.of(FailureKind.INTERNAL, "The gateway failed.", "Its log says why.");
      default -> ApiFailure.invalid("The request is not valid HTTP: " + status.code() + ".", "");
    };
  }
}
