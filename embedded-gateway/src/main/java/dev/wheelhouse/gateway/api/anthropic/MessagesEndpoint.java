// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.chat.ChatRequest;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code POST /v1/messages}. */
public final class MessagesEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new AnthropicErrors();

  /** What Anthropic itself must see: the version of the form, and features under trial. */
  private static final List<String> HEADERS = List.of("anthropic-version", "anthropic-beta");

  private final ChatRelay relay;
  private final ModelRequests requests;

  /** Chats through this relay. */
  public MessagesEndpoint(ChatRelay relay, ModelRequests requests) {
    this.relay = relay;
    this.requests = requests;
  }

  @Override
  public String path() {
    return "/v1/messages";
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
    ClientRequest request = requests.read(exchange, Dialect.ANTHROPIC, headers(exchange));
    boolean stream = request.json().path("stream").asBoolean(false);
    AnthropicAnswer answer = new AnthropicAnswer(request.model());
    ChatSink sink =
        stream
            ? new StreamSink(exchange, new AnthropicStreamWriter(answer))
            : new WholeSink(exchange, Dialect.ANTHROPIC, answer::whole);
    InboundChat inbound = new InboundChat(request, stream, body -> read(body, answer));
    relay.run(inbound, ChatRelay.Client.watched(sink, exchange::onClientGone, exchange.aborter()));
  }

  private static ChatRequest read(ObjectNode body, AnthropicAnswer answer) throws ApiFailure {
    ChatRequest request = AnthropicRequestReader.read(body);
    answer.estimatedInput(TokenEstimate.of(request));
    return request;
  }

  /** The headers that pass to Anthropic. */
  static Map<String, String> headers(Exchange exchange) {
    Map<String, String> headers = new HashMap<>();
    for (String name : HEADERS) {
      String value = exchange.header(name);
      if (!value.isEmpty()) {
        headers.put(name, value);
      }
    }
    return headers;
  }
}
