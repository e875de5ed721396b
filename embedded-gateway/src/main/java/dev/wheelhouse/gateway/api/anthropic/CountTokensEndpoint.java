// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.anthropic;

import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.api.chat.ChatEndpoint;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.http.WholeSink;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.route.ChatRelay;
import dev.wheelhouse.gateway.route.Work;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code POST /v1/messages/count_tokens}. Anthropic counts; of other upstreams none can say the
 * number without answering, so it is guessed.
 */
public final class CountTokensEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new AnthropicErrors();

  private final ChatRelay relay;
  private final ModelRequests requests;

  /** Asks through this relay. */
  public CountTokensEndpoint(ChatRelay relay, ModelRequests requests) {
    this.relay = relay;
    this.requests = requests;
  }

  @Override
  public String path() {
    return "/v1/messages/count_tokens";
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
    ClientRequest request =
        requests.read(
            exchange, Dialect.ANTHROPIC, ChatEndpoint.headers(exchange, MessagesEndpoint.HEADERS));
    WholeSink sink = new WholeSink(exchange, Dialect.ANTHROPIC, _ -> new byte[0]);
    relay.run(
        new Count(new InboundChat(request, false, AnthropicRequestReader::read)),
        ChatRelay.Client.watched(sink, exchange::onClientGone, exchange.aborter()));
  }

  private record Count(InboundChat inbound) implements Work {
    @Override
    public ClientRequest request() {
      return inbound.request();
    }

    @Override
    public String operation() {
      return "count_tokens";
    }

    @Override
    public boolean inOnePiece(Provider provider) {
      return true;
    }

    @Override
    public boolean attempt(Provider provider, Place place) throws ApiFailure, ClientGone {
      OptionalLong counted =
          provider.countTokens(new Provider.Call(inbound, place.model(), place.scope()));
      long tokens = counted.isPresent() ? counted.getAsLong() : TokenEstimate.of(inbound.neutral());
      byte[] answer = Json.bytes(Json.newObject().put("input_tokens", tokens));
      place.frames().accept(new Frame(Dialect.ANTHROPIC, answer, List.of()));
      return counted.isPresent();
    }
  }
}
