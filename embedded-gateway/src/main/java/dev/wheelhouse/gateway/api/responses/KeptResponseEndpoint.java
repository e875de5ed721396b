// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.responses;

import dev.wheelhouse.gateway.api.openai.OpenAiErrors;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.key.Scope;
import java.util.Set;

/** {@code /v1/responses/ID} and below: says that no answer is kept. */
public final class KeptResponseEndpoint implements Endpoint {
  @Override
  public String path() {
    return "/v1/responses/*";
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET", "POST", "DELETE");
  }

  @Override
  public Scope scope() {
    return Scope.CHAT;
  }

  @Override
  public boolean logged() {
    return false; // it asks nothing of a model
  }

  @Override
  public boolean takesJson() {
    return false;
  }

  @Override
  public ErrorForm errors() {
    return new OpenAiErrors();
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure {
    throw ApiFailure.of(
        FailureKind.NOT_FOUND,
        "The gateway keeps no answers, so there is none to be fetched, cancelled or deleted.",
        "Take the answer from its own request; to cancel it, close the connection.");
  }
}
