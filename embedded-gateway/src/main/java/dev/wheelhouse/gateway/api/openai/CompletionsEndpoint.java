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
import dev.wheelhouse.gateway.route.Work;

/** {@code POST /v1/completions}: a prompt to be continued, or a gap to be filled. */
public final class CompletionsEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new OpenAiErrors();

  private final ChatRelay relay;
  private final ModelRequests requests;

  /** Asks through this relay. */
  public CompletionsEndpoint(ChatRelay relay, ModelRequests requests) {
    this.relay = relay;
    this.requests = requests;
  }

  @Override
  public String path() {
    return "/v1/completions";
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
    ClientRequest request = requests.read(exchange, Dialect.OPENAI_COMPLETIONS);
    boolean stream = request.json().path("stream").asBoolean(false);
    boolean usage = request.json().path("stream_options").path("include_usage").asBoolean(false);
    CompletionWriter writer = new CompletionWriter(request.model(), stream && usage);
    ChatSink sink =
        stream
            ? new StreamSink(exchange, writer)
            : new WholeSink(exchange, Dialect.OPENAI_COMPLETIONS, writer::whole);
    InboundChat inbound = new InboundChat(request, stream, CompletionRequestReader::read);
    relay.run(
        new Work.Chat(inbound, "text_completion"),
        ChatRelay.Client.watched(sink, exchange::onClientGone, exchange.aborter()));
  }
}
