// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.embedding;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.embedding.EmbeddingAnswer;
import dev.wheelhouse.gateway.embedding.InboundEmbedding;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.http.WholeSink;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.route.ChatRelay;
import dev.wheelhouse.gateway.route.Work;
import java.util.List;

/** One request for embeddings. Its answer always comes in one piece. */
record EmbeddingWork(InboundEmbedding inbound, Writer writer) implements Work {

  /** Writes vectors as the client wants them. */
  @FunctionalInterface
  interface Writer {
    byte[] write(EmbeddingAnswer answer) throws ApiFailure;
  }

  /** Answers the exchange. */
  static void run(ChatRelay relay, Exchange exchange, InboundEmbedding inbound, Writer writer)
      throws ClientGone {
    Dialect dialect = inbound.request().dialect();
    // every answer reaches it as bytes
    WholeSink sink = new WholeSink(exchange, dialect, _ -> new byte[0]);
    relay.run(
        new EmbeddingWork(inbound, writer),
        ChatRelay.Client.watched(sink, exchange::onClientGone, exchange.aborter()));
  }

  @Override
  public ClientRequest request() {
    return inbound.request();
  }

  @Override
  public String operation() {
    return "embeddings";
  }

  @Override
  public boolean inOnePiece(Provider provider) {
    return true;
  }

  @Override
  public boolean attempt(Provider provider, Place place) throws ApiFailure, ClientGone {
    EmbeddingAnswer answer =
        provider.embed(new Provider.EmbeddingCall(inbound, place.model(), place.scope()));
    byte[] body = answer.passedOn() ? answer.bytes() : writer.write(answer);
    Usage usage = new Usage(answer.promptTokens(), 0, 0, 0);
    place
        .frames()
        .accept(new Frame(inbound.request().dialect(), body, List.of(new ChatEvent.Used(usage))));
    return true;
  }
}
