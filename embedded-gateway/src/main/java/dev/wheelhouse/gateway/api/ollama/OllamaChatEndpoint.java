// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import dev.wheelhouse.gateway.api.chat.ChatEndpoint;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.route.ChatRelay;
import java.util.List;

/** {@code POST /api/chat}. Unlike OpenAI's, its answer is a stream unless the client says no. */
public final class OllamaChatEndpoint extends ChatEndpoint {
  private static final Form FORM =
      new Form("/api/chat", Dialect.OLLAMA, "chat", new OllamaErrors(), true, List.of());

  /** Chats through this relay. */
  public OllamaChatEndpoint(ChatRelay relay, ModelRequests requests) {
    super(relay, requests, FORM);
  }

  @Override
  protected Answer answer(ClientRequest request, boolean stream) {
    OllamaAnswer answer = new OllamaAnswer(request.model(), OllamaAnswer.Shape.CHAT);
    return new Answer(OllamaRequestReader::read, new OllamaStreamWriter(answer), answer::whole);
  }
}
