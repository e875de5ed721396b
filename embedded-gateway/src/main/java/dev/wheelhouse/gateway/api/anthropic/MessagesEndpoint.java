// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.api.chat.ChatEndpoint;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.route.ChatRelay;
import java.util.List;

/** {@code POST /v1/messages}. */
public final class MessagesEndpoint extends ChatEndpoint {
  /** What Anthropic itself must see: the version of the form, and features under trial. */
  static final List<String> HEADERS = List.of("anthropic-version", "anthropic-beta");

  private static final Form FORM =
      new Form("/v1/messages", Dialect.ANTHROPIC, "chat", new AnthropicErrors(), false, HEADERS);

  /** Chats through this relay. */
  public MessagesEndpoint(ChatRelay relay, ModelRequests requests) {
    super(relay, requests, FORM);
  }

  @Override
  protected Answer answer(ClientRequest request, boolean stream) {
    AnthropicAnswer answer = new AnthropicAnswer(request.model());
    return new Answer(body -> read(body, answer), new AnthropicStreamWriter(answer), answer::whole);
  }

  private static ChatRequest read(ObjectNode body, AnthropicAnswer answer) throws ApiFailure {
    ChatRequest request = AnthropicRequestReader.read(body);
    answer.estimatedInput(TokenEstimate.of(request));
    return request;
  }
}
