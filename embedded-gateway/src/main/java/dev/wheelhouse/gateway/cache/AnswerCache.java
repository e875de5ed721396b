// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.wheelhouse.gateway.key.ModelNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Answers by what was asked: first in this process, then in a store that gateways share. */
public final class AnswerCache {
  private final Clock clock;
  private final LongAdder hits = new LongAdder();
  private final LongAdder sharedHits = new LongAdder();
  private final LongAdder similarHits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private final LongAdder savedTokens = new LongAdder();
  private volatile CacheRules rules = CacheRules.OFF;
  private volatile Cache<String, CachedAnswer> answers = cache(CacheRules.OFF);
  private volatile CacheStore shared = CacheStore.NONE;

  /** A cache that is off. */
  public AnswerCache(Clock clock) {
    this.clock = clock;
  }

  /**
   * What the cache did since the gateway started.
   *
   * @param sharedHits those of the hits that were found in the shared store
   * @param savedTokens tokens of answers that no upstream had to give again
   * @param similarHits those of the hits that answered a question in other words
   */
  public record Stats(
      boolean on,
      long hits,
      long sharedHits,
      long misses,
      long stored,
      long evicted,
      long entries,
      long bytes,
      long maxBytes,
      long savedTokens,
      long similarHits) {
    /** Hits among the requests that asked the cache; 0 when none did. */
    public double hitRate() {
      return hits + misses == 0 ? 0 : (double) hits / (hits + misses);
    }
  }

  /** Puts other rules in place. What is kept stays, unless the size or the time changes. */
  public synchronized void rules(CacheRules next) {
    CacheRules before = rules;
    if (before.maxBytes() != next.maxBytes() || !before.timeToLive().equals(next.timeToLive())) {
      answers = cache(next);
    }
    rules = next;
  }

  /** The rules now. */
  public CacheRules rules() {
    return rules;
  }

  /** Looks into another shared store from now on. */
  public void shared(CacheStore next) {
    shared = next;
  }

  /** The answer to this question, if one is kept that is not older than {@code maxAge}. */
  public Optional<CachedAnswer> find(CacheKey key, Optional<Duration> maxAge) {
    Optional<CachedAnswer> fresh = fresh(key.text(), maxAge);
    if (fresh.isEmpty()) {
      misses.increment();
    } else {
      hits.increment();
      savedTokens.add(fresh.get().usage().total());
    }
    return fresh;
  }

  /**
   * The answer of this name for a question that is only similar to the one that it answered, and
   * that was just counted as a miss.
   */
  Optional<CachedAnswer> similar(String name, Optional<Duration> maxAge) {
    Optional<CachedAnswer> fresh = fresh(name, maxAge);
    if (fresh.isPresent()) {
      misses.decrement();
      hits.increment();
      similarHits.increment();
      savedTokens.add(fresh.get().usage().total());
    }
    return fresh;
  }

  private Optional<CachedAnswer> fresh(String name, Optional<Duration> maxAge) {
    Optional<CachedAnswer> found = Optional.ofNullable(answers.getIfPresent(name));
    if (found.isEmpty()) {
      found = shared.get(name).flatMap(AnswerFormat::read).filter(this::alive);
      found.ifPresent(answer -> {
        sharedHits.increment();
        answers.put(name, answer);
      });
    }
    return found
        .filter(this::alive)
        .filter(a -> maxAge.isEmpty() || !age(a).minus(maxAge.get()).isPositive());
  }

  /** Keeps an answer. */
  public void store(CacheKey key, CachedAnswer answer) {
    if (!rules.on() || answer.bytes() > rules.maxEntryBytes()) {
      return;
    }
    stored.increment();
    answers.put(key.text(), answer);
    if (shared.present()) {
      shared.put(key.text(), AnswerFormat.write(answer), rules.timeToLive());
    }
  }

  /** Forgets the answer to this question. */
  public void forget(CacheKey key) {
    answers.invalidate(key.text());
    shared.remove(key.text());
  }

  /**
   * Forgets the answers whose key or model has this form; returns how many of this process it were
   * or, where answers are shared, how many of the shared store.
   */
  public long clear(String pattern) {
    List<String> gone =
        answers.asMap().keySet().stream().filter(key -> named(pattern, key)).toList();
    answers.invalidateAll(gone);
    return Math.max(gone.size(), shared.clear(pattern));
  }

  /** Whether a pattern means this key: all of it, or the model in it. */
  static boolean named(String pattern, String key) {
    int first = key.indexOf('/');
    int last = key.lastIndexOf('/');
    return ModelNames.matches(pattern, key)
        || ModelNames.matches(pattern, key.substring(first + 1, Math.max(first + 1, last)));
  }

  /** How old an answer is. */
  public Duration age(CachedAnswer answer) {
    return Duration.between(answer.storedAt(), clock.instant());
  }

  /** The time now, by the cache's clock. */
  public Instant now() {
    return clock.instant();
  }

  /** What it did so far. */
  public Stats stats() {
    answers.cleanUp();
    long bytes = answers.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    return new Stats(
        rules.on(),
        hits.sum(),
        sharedHits.sum(),
        misses.sum(),
        stored.sum(),
        answers.stats().evictionCount(),
        answers.estimatedSize(),
        bytes,
        rules.maxBytes(),
        savedTokens.sum(),
        similarHits.sum());
  }

  private boolean alive(CachedAnswer answer) {
    return age(answer).compareTo(rules.timeToLive()) < 0;
  }

  private Cache<String, CachedAnswer> cache(CacheRules of) {
    return Caffeine.newBuilder()
        .maximumWeight(of.maxBytes())
        .weigher((String key, CachedAnswer answer) -> 2 * key.length() + answer.bytes())
        .expireAfterWrite(of.timeToLive())
        .ticker(() -> {
          Instant now = clock.instant();
          return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        })
        // its upkeep is short, and no pool of the process is ours to use
        .executor(Runnable::run)
        .recordStats()
        .build();
  }
}
