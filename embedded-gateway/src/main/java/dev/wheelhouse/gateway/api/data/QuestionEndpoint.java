// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.api.openai.OpenAiErrors;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.log.LogFailure;
import java.util.Set;

/** A GET whose answer is one JSON document. It needs a key that opens the gateway's own state. */
record QuestionEndpoint(String path, Question question) implements Endpoint {
  private static final ErrorForm ERRORS = new OpenAiErrors();

  /** Finds the answer. */
  @FunctionalInterface
  interface Question {
    JsonNode answer(Exchange exchange) throws ApiFailure;
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET");
  }

  @Override
  public ErrorForm errors() {
    return ERRORS;
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    try {
      exchange.sendJson(question.answer(exchange));
    } catch (LogFailure e) {
      throw broken(e);
    }
  }

  /** The store does not work. */
  static ApiFailure broken(LogFailure failure) {
    return ApiFailure.of(
        FailureKind.INTERNAL,
        failure.getMessage() == null ? "The log does not work." : failure.getMessage(),
        "See whether the disk is full or the database is away.");
  }
}
