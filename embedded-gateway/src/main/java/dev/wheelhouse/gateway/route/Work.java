// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.upstream.CallScope;
import java.util.Optional;

/** What a client wants of a model; {@link ChatRelay} finds the upstream for it. */
public interface Work {
  /** The request as it came in, and who sent it. */
  ClientRequest request();

  /** The model as the client named it. */
  default String model() {
    return request().model();
  }

  /** The same request where it is a chat. */
  default Optional<InboundChat> chat() {
    return Optional.empty();
  }

  /** What it is called in metrics, as OpenTelemetry names it. */
  String operation();

  /** Whether the client wants the answer piece by piece. */
  default boolean stream() {
    return false;
  }

  /** Whether another model may answer as well. Vectors of two models cannot be compared. */
  default boolean anyModel() {
    return !operation().equals("embeddings");
  }

  /** Whether this upstream answers in one piece, so that no first token can be waited for. */
  boolean inOnePiece(Provider provider);

  /** Does it once, at this upstream; returns whether that has answered, and so is well. */
  boolean attempt(Provider provider, Place place) throws ApiFailure, ClientGone;

  /**
   * Where an attempt takes place.
   *
   * @param model what the upstream calls the model
   * @param frames takes the answer
   */
  record Place(ModelInfo model, CallScope scope, Provider.FrameHandler frames) {}

  /** A chat. */
  record Chat(InboundChat inbound, String operation) implements Work {
    @Override
    public ClientRequest request() {
      return inbound.request();
    }

    @Override
    public Optional<InboundChat> chat() {
      return Optional.of(inbound);
    }

    @Override
    public boolean stream() {
      return inbound.stream();
    }

    @Override
    public boolean inOnePiece(Provider provider) {
      return !inbound.stream() && provider.speaks(inbound.dialect());
    }

    @Override
    public boolean attempt(Provider provider, Place place) throws ApiFailure, ClientGone {
      provider.chat(new Provider.Call(inbound, place.model(), place.scope()), place.frames());
      return true;
    }
  }
}
