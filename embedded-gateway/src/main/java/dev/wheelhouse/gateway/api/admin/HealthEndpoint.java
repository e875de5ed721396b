// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.admin;

import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Access;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** {@code GET /healthz} and {@code /health}: whether the gateway itself runs, nothing else. */
public final class HealthEndpoint implements Endpoint {
  private static final byte[] OK = "ok\n".getBytes(StandardCharsets.US_ASCII);

  private final String path;
  private final ErrorForm errors;

  /** At this path; failures in this form. */
  public HealthEndpoint(String path, ErrorForm errors) {
    this.path = path;
    this.errors = errors;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET", "HEAD");
  }

  @Override
  public Access access() {
    return Access.OPEN;
  }

  @Override
  public ErrorForm errors() {
    return errors;
  }

  @Override
  public void handle(Exchange exchange) throws ClientGone {
    exchange.send(200, "text/plain; charset=utf-8", OK);
  }
}
