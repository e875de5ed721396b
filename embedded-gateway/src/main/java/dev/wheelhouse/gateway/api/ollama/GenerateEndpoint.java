// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import dev.wheelhouse.gateway.api.chat.ChatEndpoint;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.route.ChatRelay;
import java.util.List;

/** {@code POST /api/generate}: a prompt to be continued; a stream unless the client says no. */
public final class GenerateEndpoint extends ChatEndpoint {
  private static final Form FORM =
      new Form(
          "/api/generate",
          Dialect.OLLAMA_GENERATE,
          "text_completion",
          new OllamaErrors(),
          true,
          List.of());

  /** Asks through this relay. */
  public GenerateEndpoint(ChatRelay relay, ModelRequests requests) {
    super(relay, requests, FORM);
  }

  @Override
  protected Answer answer(ClientRequest request, boolean stream) {
    OllamaAnswer answer = new OllamaAnswer(request.model(), OllamaAnswer.Shape.GENERATE);
    return new Answer(GenerateRequestReader::read, new OllamaStreamWriter(answer), answer::whole);
  }
}
