// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Access;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.http.StreamSink;
import dev.wheelhouse.gateway.http.WholeSink;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.route.ChatRelay;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.CancelReason;
import java.util.Set;

/** {@code POST /api/chat}. Unlike OpenAI's, its answer is a stream unless the client says no. */
public final class OllamaChatEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new OllamaErrors();

  private final ChatRelay relay;
  private final Json json;

  /** Chats through this relay. */
  public OllamaChatEndpoint(ChatRelay relay, Json json) {
    this.relay = relay;
    this.json = json;
  }

  @Override
  public String path() {
    return "/api/chat";
  }

  @Override
  public Set<String> methods() {
    return Set.of("POST");
  }

  @Override
  public Access access() {
    return Access.CLIENT;
  }

  @Override
  public ErrorForm errors() {
    return ERRORS;
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    InboundChat inbound = inbound(exchange.body());
    CallScope scope = new CallScope();
    exchange.onClientGone(() -> scope.cancel(new CancelReason.ClientLeft()));
    ChatSink sink = sink(exchange, inbound);
    relay.run(inbound, new ChatRelay.Client(sink, scope, exchange.aborter()));
  }

  private InboundChat inbound(byte[] raw) throws ApiFailure {
    ObjectNode body;
    try {
      body = json.object(raw);
    } catch (JsonFault e) {
      throw ApiFailure.invalid("The body cannot be used: " + e.getMessage() + ".", "");
    }
    String model = Json.text(body, "model");
    if (model.isEmpty()) {
      throw ApiFailure.invalid("The field model is missing.", "model");
    }
    boolean stream = body.path("stream").asBoolean(true);
    return new InboundChat(Dialect.OLLAMA, model, stream, body, raw, OllamaRequestReader::read);
  }

  private static ChatSink sink(Exchange exchange, InboundChat inbound) {
    OllamaAnswer answer = new OllamaAnswer(inbound.model());
    return inbound.stream()
        ? new StreamSink(exchange, new OllamaStreamWriter(answer))
        : new WholeSink(exchange, Dialect.OLLAMA, answer::whole);
  }
}
