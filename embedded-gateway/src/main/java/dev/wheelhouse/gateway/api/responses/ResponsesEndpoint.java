// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.api.chat.ChatEndpoint;
import dev.wheelhouse.gateway.api.openai.OpenAiErrors;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.route.ChatRelay;
import java.util.List;

/** {@code POST /v1/responses}. The gateway keeps no answers: what needs one kept is refused. */
public final class ResponsesEndpoint extends ChatEndpoint {
  private static final Form FORM =
      new Form(
          "/v1/responses", Dialect.OPENAI_RESPONSES, "chat", new OpenAiErrors(), false, List.of());

  /** Chats through this relay. */
  public ResponsesEndpoint(ChatRelay relay, ModelRequests requests) {
    super(relay, requests, FORM);
  }

  @Override
  protected Answer answer(ClientRequest request, boolean stream) throws ApiFailure {
    ObjectNode body = request.json();
    requireStateless(body);
    ResponseObject response = new ResponseObject(request.model(), body);
    return new Answer(
        ResponsesRequestReader::read,
        new ResponsesStreamWriter(response),
        events -> ResponseOutput.whole(response, events));
  }

  private static void requireStateless(ObjectNode body) throws ApiFailure {
    for (String field : List.of("previous_response_id", "conversation")) {
      if (body.hasNonNull(field)) {
        throw ApiFailure.invalid(
            "The gateway keeps no answers, so %s names nothing: send the whole conversation in input."
                .formatted(field),
            field);
      }
    }
    if (body.hasNonNull("prompt")) {
      throw ApiFailure.invalid(
          "The gateway keeps no prompts: send its text in instructions and input.", "prompt");
    }
    if (body.path("background").asBoolean(false)) {
      throw ApiFailure.invalid(
          "The gateway keeps no answers, so none can be fetched later: leave background out and"
              + " wait for the answer, best as a stream.",
          "background");
    }
  }
}
