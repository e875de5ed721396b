// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

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
import java.util.List;
import java.util.Set;

/** {@code POST /v1/chat/completions}. */
public final class ChatCompletionsEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new OpenAiErrors();

  /** Fields by which other gateways let a client choose where its request and a key are sent. */
  private static final List<String> REFUSED_FIELDS = List.of("api_base", "base_url", "api_key");

  private final ChatRelay relay;
  private final Json json;

  /** Chats through this relay. */
  public ChatCompletionsEndpoint(ChatRelay relay, Json json) {
    this.relay = relay;
    this.json = json;
  }

  @Override
  public String path() {
    return "/v1/chat/completions";
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
    for (String field : REFUSED_FIELDS) {
      if (body.has(field)) {
        throw ApiFailure.invalid(
            "The field %s is refused: upstreams and keys are set in the gateway only."
                .formatted(field),
            field);
      }
    }
    String model = Json.text(body, "model");
    if (model.isEmpty()) {
      throw ApiFailure.invalid("The field model is missing.", "model");
    }
    boolean stream = body.path("stream").asBoolean(false);
    return new InboundChat(Dialect.OPENAI, model, stream, body, raw, OpenAiRequestReader::read);
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
