// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

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

/** {@code POST /v1/chat/completions}. */
public final class ChatCompletionsEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new OpenAiErrors();

  private final ChatRelay relay;
  private final ModelRequests requests;

  /** Chats through this relay. */
  public ChatCompletionsEndpoint(ChatRelay relay, ModelRequests requests) {
    this.relay = relay;
    this.requests = requests;
  }

  @Override
  public String path() {
    return "/v1/chat/completions";
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
    ClientRequest request = requests.read(exchange, Dialect.OPENAI);
    boolean stream = request.json().path("stream").asBoolean(false);
    InboundChat inbound = new InboundChat(request, stream, OpenAiRequestReader::read);
    ChatSink sink = sink(exchange, inbound);
    relay.run(inbound, ChatRelay.Client.watched(sink, exchange::onClientGone, exchange.aborter()));
  }

  private static ChatSink sink(Exchange exchange, InboundChat inbound) {
    if (!inbound.stream()) {
      return new WholeSink(
          exchange, Dialect.OPENAI, events -> OpenAiAnswer.write(inbound.model(), events));
    }
    boolean usage = inbound.body().path("stream_options").path("include_usage").asBoolean(false);
    return new StreamSink(exchange, new OpenAiStreamWriter(inbound.model(), usage));
  }
}
