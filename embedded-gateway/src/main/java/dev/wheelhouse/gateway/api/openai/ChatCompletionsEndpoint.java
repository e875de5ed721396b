// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import dev.wheelhouse.gateway.api.chat.ChatEndpoint;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.route.ChatRelay;
import java.util.List;

/** {@code POST /v1/chat/completions}. */
public final class ChatCompletionsEndpoint extends ChatEndpoint {
  private static final Form FORM =
      new Form(
          "/v1/chat/completions", Dialect.OPENAI, "chat", new OpenAiErrors(), false, List.of());

  /** Chats through this relay. */
  public ChatCompletionsEndpoint(ChatRelay relay, ModelRequests requests) {
    super(relay, requests, FORM);
  }

  /** Reads a request of this form that came in another way. */
  public static InboundChat.Reader reader() {
    return OpenAiRequestReader::read;
  }

  @Override
  protected Answer answer(ClientRequest request, boolean stream) {
    String model = request.model();
    return new Answer(
        OpenAiRequestReader::read,
        new OpenAiStreamWriter(model, OpenAiFrames.usageWanted(request.json())),
        events -> OpenAiAnswer.write(model, events));
  }
}
