// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.chroma.ChromaIndex;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds answers to questions that were asked in other words. Chroma knows which question is near
 * which; the answers are those that the {@link AnswerCache} keeps. Nothing here fails a request:
 * what cannot be asked finds nothing, and is left alone for a while.
 */
public final class SimilarAnswers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SimilarAnswers.class);
  private static final Duration LEFT_ALONE = Duration.ofSeconds(30);
  private static final Duration UNTIL_LOADED = Duration.ofMinutes(2);
  private static final int AT_ONCE = 16;
  private static final int WAITING = 256;
  private static final int NEAREST = 10;

  private final AnswerCache cache;
  private final Embedder embedder;
  private final Clock clock;
  private final SimilarCounts counts = new SimilarCounts();
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final ThreadPoolExecutor later =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("gateway-similar").factory(),
          (_, _) -> counts.count(SimilarCounts.Result.DROPPED));
  private volatile @Nullable InUse inUse;
  private volatile Instant pausedUntil = Instant.MIN;
  private volatile String trouble = "";

  /** The rules in force, and what belongs to them. */
  private static final class InUse {
    final SimilarRules rules;
    final ChromaIndex index;

    /** How many are kept at most, by model; used by the thread that writes only. */
    final java.util.Map<String, Integer> kept = new java.util.HashMap<>();

    InUse(SimilarRules rules, ChromaIndex index) {
      this.rules = rules;
      this.index = index;
    }
  }

  /** Off at first. */
  public SimilarAnswers(AnswerCache cache, Embedder embedder, Clock clock) {
    this.cache = cache;
    this.embedder = embedder;
    this.clock = clock;
    later.allowCoreThreadTimeOut(true);
  }

  /**
   * An answer that was found.
   *
   * @param similarity of the question that it was given to, up to 1
   */
  public record Found(CachedAnswer answer, double similarity) {}

  /** Puts other rules in force. */
  public synchronized void rules(SimilarRules rules) {
    InUse before = inUse;
    if (before != null && before.rules.equals(rules)) {
      return;
    }
    inUse =
        rules
            .chroma()
            .map(chroma -> new InUse(rules, new ChromaIndex(chroma, rules.patience())))
            .orElse(null);
    pausedUntil = Instant.MIN;
    trouble = "";
    if (before != null) {
      before.index.close();
    }
  }

  /** Whether similar questions are looked for. */
  public boolean on() {
    return inUse != null;
  }

  /**
   * A question that is about to be asked; null when similar ones are not to be looked for.
   *
   * @param staysHere whether its text may not leave this machine
   */
  public @Nullable Search search(SimilarQuestion question, boolean staysHere) {
    InUse now = inUse;
    if (now == null) {
      return null;
    }
    Embedder.Model model = embedder.find(now.rules.model()).orElse(null);
    if (model == null) {
      // it may be there in a moment, and to look for it costs nothing
      tell("no upstream has the embedding model " + now.rules.model());
      counts.count(SimilarCounts.Result.FAILED);
      return null;
    }
    boolean here =
        model.local() && now.rules.chroma().filter(chroma -> chroma.onThisMachine()).isPresent();
    if (staysHere && !here) {
      counts.count(SimilarCounts.Result.PRIVATE);
      return null;
    }
    return new Search(now, model, question);
  }

  /** One question and its vector, once that is known. Used by the request's own thread. */
  public final class Search {
    private final InUse with;
    private final Embedder.Model model;
    private final SimilarQuestion question;
    private final String space;
    private volatile float @Nullable [] vector;

    private Search(InUse with, Embedder.Model model, SimilarQuestion question) {
      this.with = with;
      this.model = model;
      this.question = question;
      this.space =
          CacheKey.digest(dev.wheelhouse.gateway.json.Json.newArray().add(model.label()))
              .substring(0, 16);
    }

    /** The answer to the most similar question, if it is similar enough and not too old. */
    public Optional<Found> find(Optional<Duration> maxAge) {
      if (clock.instant().isBefore(pausedUntil)) {
        counts.count(SimilarCounts.Result.PAUSED);
        return Optional.empty();
      }
      if (!free.tryAcquire()) {
        counts.count(SimilarCounts.Result.BUSY);
        return Optional.empty();
      }
      try {
        Optional<Found> found = nearest(embedded(with.rules.patience()), maxAge);
        well();
        counts.count(found.isPresent() ? SimilarCounts.Result.HIT : SimilarCounts.Result.MISS);
        return found;
      } catch (ApiFailure failure) {
        failed(failure);
        if (failure.kind() == FailureKind.UPSTREAM_TIMEOUT) {
          later.execute(this::untilLoaded);
        }
        return Optional.empty();
      } finally {
        free.release();
      }
    }

    private Optional<Found> nearest(float[] of, Optional<Duration> maxAge) throws ApiFailure {
      Instant oldest = clock.instant().minus(cache.rules().timeToLive());
      List<ChromaIndex.Match> matches =
          with.index.nearest(space, of, question.scope(), oldest, NEAREST);
      for (ChromaIndex.Match match : matches) {
        if (match.similarity() >= with.rules.threshold()
            && match.pointer().startsWith(question.owner())) {
          Optional<CachedAnswer> kept = cache.similar(match.pointer(), maxAge);
          if (kept.isPresent()) {
            return Optional.of(new Found(kept.get(), match.similarity()));
          }
        }
      }
      return Optional.empty();
    }

    /** The question was answered, and the answer is kept under this name. */
    public void answered(CacheKey key, List<Frame> frames) {
      if (plain(frames)) {
        later.execute(() -> keep(key));
      }
    }

    private void keep(CacheKey key) {
      if (clock.instant().isBefore(pausedUntil) || inUse != with) {
        return;
      }
      try {
        float[] own = embedded(with.rules.patience());
        Instant now = clock.instant();
        int most = with.rules.maxEntries();
        Integer kept = with.kept.get(space);
        if (kept == null || kept >= most) {
          Instant oldest = now.minus(cache.rules().timeToLive());
          // a tenth more than needed, as this takes its time
          kept = with.index.trim(space, oldest, most - Math.max(1, most / 10));
        }
        ChromaIndex.Entry entry =
            new ChromaIndex.Entry(question.id(model.label()), question.scope(), key.text(), now);
        with.index.put(space, own, entry);
        with.kept.put(space, kept + 1);
        counts.count(SimilarCounts.Result.STORED);
      } catch (ApiFailure failure) {
        failed(failure);
      }
    }

    private float[] embedded(Duration atMost) throws ApiFailure {
      float[] known = vector;
      if (known == null) {
        known = model.embed(question.text(), atMost);
        vector = known;
      }
      return known;
    }

    /** A model that is not in memory takes longer than a request may wait. */
    private void untilLoaded() {
      try {
        embedded(UNTIL_LOADED);
        pausedUntil = Instant.MIN;
      } catch (ApiFailure failure) {
        failed(failure);
      }
    }
  }

  private static boolean plain(List<Frame> frames) {
    boolean stopped = false;
    boolean said = false;
    for (Frame frame : frames) {
      for (ChatEvent event : frame.events()) {
        if (event instanceof ChatEvent.ToolPart) {
          return false;
        }
        if (event instanceof ChatEvent.Finished finished) {
          stopped = finished.reason() == FinishReason.STOP;
        }
        said |= event instanceof ChatEvent.Text text && !text.text().isBlank();
      }
    }
    return stopped && said;
  }

  private void well() {
    if (!trouble.isEmpty()) {
      trouble = "";
      LOG.info("similar questions are found again");
    }
  }

  private void failed(ApiFailure failure) {
    counts.count(SimilarCounts.Result.FAILED);
    // that this one text was refused says nothing of others
    if (failure.kind() != FailureKind.UPSTREAM_REFUSED) {
      pausedUntil = clock.instant().plus(LEFT_ALONE);
      tell(failure.causeText());
    }
  }

  private void tell(String cause) {
    if (trouble.isEmpty()) {
      LOG.warn("similar questions cannot be looked for: {}", cause);
    }
    trouble = cause;
  }

  /** What is wrong now, in a sentence for people; empty when nothing is. */
  public String notice() {
    String cause = trouble;
    return on() && !cause.isEmpty()
        ? "Similar questions cannot be looked for (" + cause + "). It is tried again."
        : "";
  }

  /** What happened so far. */
  public SimilarCounts counts() {
    return counts;
  }

  /** Forgets all questions of the present embedding model, soon. */
  public void clear() {
    InUse now = inUse;
    Embedder.Model model = now == null ? null : embedder.find(now.rules.model()).orElse(null);
    if (now != null && model != null) {
      SimilarQuestion none = new SimilarQuestion("", "", "");
      Search any = new Search(now, model, none);
      later.execute(() -> forgetAll(any));
    }
  }

  private void forgetAll(Search any) {
    try {
      any.with.index.trim(any.space, Instant.EPOCH, 0);
      any.with.kept.remove(any.space);
    } catch (ApiFailure failure) {
      failed(failure);
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
    InUse now = inUse;
    inUse = null;
    if (now != null) {
      now.index.close();
    }
  }
}
