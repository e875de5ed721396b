// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.http.StreamSink;
import dev.wheelhouse.gateway.http.WholeSink;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.ChatRelay;

/** {@code POST /api/chat}. Unlike OpenAI's, its answer is a stream unless the client says no. */
public final class OllamaChatEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new OllamaErrors();

  private final ChatRelay relay;
  private final ModelRequests requests;

  /** Chats through this relay. */
  public OllamaChatEndpoint(ChatRelay relay, ModelRequests requests) {
    this.relay = relay;
    this.requests = requests;
  }

  @Override
  public String path() {
    return "/api/chat";
  }

  @Override
  public Scope scope() {
    return Scope.CHAT;
  }

  @Override
  public ErrorForm errors() {
    return ERRORS;
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    ClientRequest request = requests.read(exchange, Dialect.OLLAMA);
    boolean stream = request.json().path("stream").asBoolean(true);
    InboundChat inbound = new InboundChat(request, stream, OllamaRequestReader::read);
    ChatSink sink = sink(exchange, inbound);
    relay.run(inbound, ChatRelay.Client.watched(sink, exchange::onClientGone, exchange.aborter()));
  }

  private static ChatSink sink(Exchange exchange, InboundChat inbound) {
    OllamaAnswer answer = new OllamaAnswer(inbound.model(), OllamaAnswer.Shape.CHAT);
    return inbound.stream()
        ? new StreamSink(exchange, new OllamaStreamWriter(answer))
        : new WholeSink(exchange, Dialect.OLLAMA, answer::whole);
  }
}
