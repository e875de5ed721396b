// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.admin;

import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Access;
import dev.wheelhouse.gateway.http.Drain;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * {@code GET /healthz} and {@code /health}: whether the gateway itself runs and takes requests, no
 * more.
 */
public final class HealthEndpoint implements Endpoint {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final byte[] OK = "ok\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DRAINING = "draining\n".getBytes(StandardCharsets.US_ASCII);

  private final String path;
  private final Drain drain;
  private final ErrorForm errors;

  /** At this path; failures in this form. */
  public HealthEndpoint(String path, Drain drain, ErrorForm errors) {
    this.path = path;
    this.drain = drain;
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
    if (drain.begun()) {
      exchange.endConnection();
      exchange.send(503, TEXT, DRAINING);
    } else {
      exchange.send(200, TEXT, OK);
    }
  }
}
