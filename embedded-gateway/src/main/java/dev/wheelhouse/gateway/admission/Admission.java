// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.admission;

import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.cache.AnswerCache;
import dev.wheelhouse.gateway.cache.Embedder;
import dev.wheelhouse.gateway.cache.SimilarAnswers;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.limit.Admitted;
import dev.wheelhouse.gateway.limit.LimitStore;
import dev.wheelhouse.gateway.limit.Limiter;
import dev.wheelhouse.gateway.limit.MemoryLimitStore;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import java.time.Clock;

/** The gate between a request's route and its upstream. Everything here is off at first. */
public final class Admission {
  private final Limiter limiter;
  private final AnswerCache cache;
  private final SimilarAnswers similar;
  private final Caching caching;
  private volatile LimitRules rules = LimitRules.NONE;

  /**
   * A gate without rules.
   *
   * @param embedder makes the vectors by which similar questions are found
   */
  public Admission(Clock clock, Embedder embedder) {
    this.limiter = new Limiter(new MemoryLimitStore(), clock);
    this.cache = new AnswerCache(clock);
    this.similar = new SimilarAnswers(cache, embedder, clock);
    this.caching = new Caching(cache, similar);
  }

  /** Puts other limits of models and other prices in place. */
  public void limits(LimitRules next) {
    rules = next;
  }

  /** Counts limits elsewhere from now on. */
  public void limitStore(LimitStore next) {
    limiter.store(next);
  }

  /** The cache of answers. */
  public AnswerCache cache() {
    return cache;
  }

  /** Forgets the answers whose key or model has this form; returns how many there were. */
  public long clearCache(String pattern) {
    if (pattern.equals("*")) {
      similar.clear();
    }
    return cache.clear(pattern);
  }

  /** The answers to similar questions. */
  public SimilarAnswers similar() {
    return similar;
  }

  /**
   * Lets a request through, with the first of its models that is within its limits, or says why
   * not. The pass must be closed when the request is over.
   */
  public Pass admit(Asked asked, ChatSink sink, ChatTrace trace) throws ApiFailure {
    Holds holds = new Holds(limiter, rules, asked);
    Admitted admitted = holds.begin();
    RateHeaders.write(admitted, asked.request().dialect(), sink);
    admitted.orThrow();
    try {
      return new Pass(holds, trace, caching.look(asked.to(holds.model()), sink, trace));
    } catch (RuntimeException e) {
      holds.settle(0, 0); // what is held must not stay so
      throw e;
    }
  }
}
