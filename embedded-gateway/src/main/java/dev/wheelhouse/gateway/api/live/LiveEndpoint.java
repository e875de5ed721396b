// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.live;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.key.Scope;
import java.util.Set;

/** Answers those who come to {@code /api/live} without a WebSocket, or may not have one. */
public final class LiveEndpoint implements Endpoint {
  private final ErrorForm errors;

  /** Failures in this form. */
  public LiveEndpoint(ErrorForm errors) {
    this.errors = errors;
  }

  @Override
  public String path() {
    return LiveRoute.PATH;
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET");
  }

  @Override
  public Scope scope() {
    return Scope.CHAT;
  }

  @Override
  public boolean logged() {
    return false;
  }

  @Override
  public ErrorForm errors() {
    return errors;
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure {
    throw ApiFailure.invalid("This path speaks WebSocket, version 13.", "");
  }
}
