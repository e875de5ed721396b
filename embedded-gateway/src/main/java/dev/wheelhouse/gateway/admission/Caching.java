// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.cache.AnswerCache;
import dev.wheelhouse.gateway.cache.CacheKey;
import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.cache.CachedAnswer;
import dev.wheelhouse.gateway.cache.Recording;
import dev.wheelhouse.gateway.cache.SimilarAnswers;
import dev.wheelhouse.gateway.cache.SimilarQuestion;
import dev.wheelhouse.gateway.chat.CacheWish;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether the cache may answer a request, and whether it may keep the answer. */
final class Caching {
  private final AnswerCache cache;
  private final SimilarAnswers similar;

  Caching(AnswerCache cache, SimilarAnswers similar) {
    this.cache = cache;
    this.similar = similar;
  }

  Pass.Cached look(Asked asked, ChatSink sink, ChatTrace trace) {
    CacheWish wish = asked.request().wish();
    if (!concerned(asked, wish)) {
      return new Pass.Cached(sink, null, List.of());
    }
    CacheKey key = CacheKey.of(asked.request(), asked.chat(), asked.operation(), asked.model());
    Optional<CachedAnswer> found = wish.read() ? cache.find(key, wish.maxAge()) : Optional.empty();
    if (found.isPresent()) {
      trace.cache("hit");
      return hit(found.get(), key, sink);
    }
    SimilarAnswers.Search search = search(asked);
    Optional<SimilarAnswers.Found> near =
        search != null && wish.read() ? search.find(wish.maxAge()) : Optional.empty();
    if (near.isPresent()) {
      trace.cache("hit-similar");
      sink.header("X-Cache-Kind", "similar");
      sink.header(
          "X-Cache-Similarity", String.format(Locale.ROOT, "%.4f", near.get().similarity()));
      return hit(near.get().answer(), key, sink);
    }
    trace.cache("miss");
    sink.header("X-Cache", "miss");
    if (!wish.store()) {
      return new Pass.Cached(sink, null, List.of());
    }
    Recording.Keeper keeper =
        new Recording.Keeper() {
          @Override
          public void keep(List<Frame> frames) {
            // another model may have answered in its place, and is not what was asked for
            if (trace.model().equals(asked.model())) {
              cache.store(key, new CachedAnswer(key.shape(), cache.now(), frames));
              if (search != null) {
                search.answered(key, frames);
              }
            }
          }

          @Override
          public void forget() {
            cache.forget(key);
          }
        };
    Recording recording = new Recording(sink, cache.rules().maxEntryBytes(), keeper);
    return new Pass.Cached(recording, null, List.of());
  }

  private Pass.Cached hit(CachedAnswer answer, CacheKey key, ChatSink sink) {
    sink.header("X-Cache", "hit");
    sink.header("Age", Long.toString(Math.max(0, cache.age(answer).toSeconds())));
    return new Pass.Cached(sink, answer, answer.framesFor(key.shape()));
  }

  private SimilarAnswers.@Nullable Search search(Asked asked) {
    if (!similar.on() || asked.chat().isEmpty()) {
      return null;
    }
    return SimilarQuestion.of(asked.request(), asked.chat().get(), asked.model())
        .map(question -> similar.search(question, asked.staysHere()))
        .orElse(null);
  }

  private boolean concerned(Asked asked, CacheWish wish) {
    CacheRules rules = cache.rules();
    if (!rules.on()) {
      return false;
    }
    boolean wanted =
        wish.on()
            || asked.request().caller().caching()
            || rules.include(asked.model())
            || rules.include(asked.request().model());
    boolean known = asked.chat().isPresent() || asked.operation().equals("embeddings");
    return wanted
        && known
        && (wish.read() || wish.store())
        && (rules.always() || wish.forced() || repeatable(asked.request().json()));
  }

  /** Whether a client that asks twice expects the same answer. */
  private static boolean repeatable(ObjectNode body) {
    boolean tools = !body.path("tools").isEmpty() || !body.path("functions").isEmpty();
    return !tools
        && !warm(body.path("temperature"))
        && !warm(body.path("options").path("temperature"));
  }

  private static boolean warm(JsonNode temperature) {
    return temperature.isNumber() && temperature.asDouble() > 0;
  }
}
