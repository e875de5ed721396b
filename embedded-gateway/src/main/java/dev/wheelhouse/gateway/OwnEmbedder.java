// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.cache.Embedder;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.RunnerHints;
import dev.wheelhouse.gateway.embedding.EmbeddingAnswer;
import dev.wheelhouse.gateway.embedding.EmbeddingForm;
import dev.wheelhouse.gateway.embedding.EmbeddingRequest;
import dev.wheelhouse.gateway.embedding.InboundEmbedding;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Caller;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.route.Catalogue;
import dev.wheelhouse.gateway.route.pool.Location;
import dev.wheelhouse.gateway.timer.Timers;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.CancelReason;
import dev.wheelhouse.gateway.upstream.Timer;
import dev.wheelhouse.gateway.upstream.UpstreamFailures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/** Makes vectors for the gateway's own use, with the models of its upstreams. */
final class OwnEmbedder implements Embedder {
  private final Catalogue catalogue;
  private final Timers timers;

  OwnEmbedder(Catalogue catalogue, Timers timers) {
    this.catalogue = catalogue;
    this.timers = timers;
  }

  @Override
  public Optional<Model> find(String name) {
    return catalogue.find(name).map(entry -> new At(entry, timers));
  }

  private record At(Catalogue.Entry entry, Timers timers) implements Model {
    @Override
    public String label() {
      return entry.upstream().name() + "/" + entry.model().id();
    }

    @Override
    public boolean local() {
      return entry.upstream().local(entry.model(), Location.BY_ADDRESS);
    }

    @Override
    public float[] embed(String text, Duration atMost) throws ApiFailure {
      Provider provider = entry.upstream().provider();
      CallScope scope = new CallScope();
      CancelReason late = new CancelReason.TimedOut(Timer.WHOLE_ANSWER, atMost);
      Future<?> end = timers.after(atMost, () -> scope.cancel(late));
      try {
        EmbeddingAnswer answer =
            provider.embed(
                new Provider.EmbeddingCall(request(provider, text), entry.model(), scope));
        if (answer.vectors().isEmpty()) {
          throw UpstreamFailures.unusable(provider.name(), "it has no vector");
        }
        return answer.vectors().getFirst();
      } catch (ClientGone e) {
        throw new IllegalStateException("no client belongs to this call", e);
      } finally {
        end.cancel(false);
        scope.close();
      }
    }

    /** In the form that the provider does not pass on as it is, so that the answer is read. */
    private InboundEmbedding request(Provider provider, String text) {
      boolean ollama = provider.dialect() == Dialect.OLLAMA;
      ClientRequest request =
          new ClientRequest(
              Caller.OWNER,
              Dialect.FOREIGN,
              entry.model().id(),
              Json.newObject(),
              new byte[0],
              Map.of());
      // a text that is too long for the model must not be cut: its beginning says too little
      EmbeddingRequest asked =
          new EmbeddingRequest(
              List.of(text),
              null,
              Json.newObject().booleanNode(false),
              new RunnerHints(Json.newObject(), null));
      return new InboundEmbedding(
          request, ollama ? EmbeddingForm.OPENAI : EmbeddingForm.OLLAMA, _ -> asked);
    }
  }
}
