// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.api.openai.OpenAiErrors;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.log.Feedback;
import dev.wheelhouse.gateway.log.LogDetail;
import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.store.RequestLogs;
import java.time.Clock;

/**
 * {@code POST /api/feedback}: what a user says of an answer. A key can rate only what it asked
 * itself.
 */
final class FeedbackEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new OpenAiErrors();

  private final RequestLogs logs;
  private final Json json;
  private final Clock clock;

  FeedbackEndpoint(RequestLogs logs, Json json, Clock clock) {
    this.logs = logs;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "/api/feedback";
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
    return ERRORS;
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    Feedback feedback = read(exchange);
    try {
      LogDetail rated = logs.detail(feedback.requestId()).orElseThrow(LogEndpoints::unknown);
      boolean own = rated.entry().asked().keyId().equals(exchange.caller().id());
      boolean any = exchange.caller().scopes().contains(Scope.ADMIN);
      if (!(own || any) || !logs.rate(feedback)) {
        throw LogEndpoints.unknown();
      }
    } catch (LogFailure e) {
      throw QuestionEndpoint.broken(e);
    }
    exchange.sendJson(Json.newObject().put("request_id", feedback.requestId()).put("kept", true));
  }

  private Feedback read(Exchange exchange) throws ApiFailure {
    try {
      ObjectNode body = json.object(exchange.body());
      if (!body.path("score").isNumber()) {
        throw ApiFailure.invalid("score must be a number from -1, bad, to 1, good.", "score");
      }
      return new Feedback(
          Json.text(body, "request_id"),
          clock.instant(),
          body.path("score").asDouble(),
          Json.text(body, "comment"));
    } catch (JsonFault e) {
      throw ApiFailure.invalid("The body cannot be used: " + e.getMessage() + ".", "");
    } catch (IllegalArgumentException e) {
      throw ApiFailure.invalid("The feedback cannot be used: " + e.getMessage() + ".", "");
    }
  }
}
