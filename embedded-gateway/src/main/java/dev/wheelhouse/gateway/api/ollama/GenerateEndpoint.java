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
import dev.wheelhouse.gateway.route.Work;

/** {@code POST /api/generate}: a prompt to be continued; a stream unless the client says no. */
public final class GenerateEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new OllamaErrors();

  private final ChatRelay relay;
  private final ModelRequests requests;

  /** Asks through this relay. */
  public GenerateEndpoint(ChatRelay relay, ModelRequests requests) {
    this.relay = relay;
    this.requests = requests;
  }

  @Override
  public String path() {
    return "/api/generate";
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
    ClientRequest request = requests.read(exchange, Dialect.OLLAMA_GENERATE);
    boolean stream = request.json().path("stream").asBoolean(true);
    OllamaAnswer answer = new OllamaAnswer(request.model(), OllamaAnswer.Shape.GENERATE);
    ChatSink sink =
        stream
            ? new StreamSink(exchange, new OllamaStreamWriter(answer))
            : new WholeSink(exchange, Dialect.OLLAMA_GENERATE, answer::whole);
    InboundChat inbound = new InboundChat(request, stream, GenerateRequestReader::read);
    relay.run(
        new Work.Chat(inbound, "text_completion"),
        ChatRelay.Client.watched(sink, exchange::onClientGone, exchange.aborter()));
  }
}
