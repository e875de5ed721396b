// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.credential.KeyRing;
import dev.wheelhouse.gateway.credential.KeyTurn;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.route.health.Gate;
import dev.wheelhouse.gateway.route.health.GateState;
import dev.wheelhouse.gateway.route.health.TargetHealth;
import dev.wheelhouse.gateway.route.pool.Location;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An upstream in use: its provider, its health, its models and what was counted. */
public final class Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
  private static final Duration DEFAULT_RATE_LIMIT = Duration.ofSeconds(5);

  private final Provider provider;
  private final KeyRing keys;
  private final Clock clock;
  private final boolean onThisMachine;
  private final Gate gate = new Gate();
  private final Map<String, TargetHealth> targets = new ConcurrentHashMap<>();
  private final ReentrantLock refreshing = new ReentrantLock();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder chats = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder completionTokens = new LongAdder();
  private volatile UpstreamHealth health = new UpstreamHealth.Unknown();
  private volatile List<ModelInfo> models = List.of();
  private volatile Instant checkedAt = Instant.MIN;

  /** An upstream that was not asked yet. */
  public Upstream(Provider provider, KeyRing keys, Clock clock) {
    this.provider = provider;
    this.keys = keys;
    this.clock = clock;
    this.onThisMachine = isLoopback(provider.address());
  }

  /** How it is spoken to. */
  public Provider provider() {
    return provider;
  }

  /** The keys by which it lets the gateway in. */
  public KeyRing keys() {
    return keys;
  }

  /** Its name in the configuration. */
  public String name() {
    return provider.name();
  }

  /** What is known of it now. */
  public UpstreamHealth health() {
    UpstreamHealth now = health;
    if (now instanceof UpstreamHealth.RateLimited limited
        && clock.instant().isAfter(limited.until())) {
      return new UpstreamHealth.Unknown();
    }
    return now;
  }

  /** The models it had when it was last asked. */
  public List<ModelInfo> models() {
    return models;
  }

  /** The model of this name; Ollama's tag {@code latest} may be left out. */
  public Optional<ModelInfo> model(String name) {
    String latest = provider.dialect() == Dialect.OLLAMA ? name + ":latest" : name;
    for (ModelInfo model : models) { // each request comes here, and a stream costs more than that
      if (model.id().equals(name) || model.id().equals(latest)) {
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }

  /** What was seen of one of its models; as it is asked for the first time, nothing. */
  public TargetHealth target(String model) {
    TargetHealth known = targets.get(model);
    return known == null ? targets.computeIfAbsent(model, _ -> new TargetHealth()) : known;
  }

  /** Everything that was asked for so far, by model. */
  public Map<String, TargetHealth> targets() {
    return Map.copyOf(targets);
  }

  /** Forgets what was seen of all of them. */
  void resetTargets() {
    targets.values().forEach(TargetHealth::reset);
    gate.reset();
  }

  /** Whether pools may ask it: shut by what concerns the whole upstream. */
  Gate gate() {
    return gate;
  }

  /** How its gate stands; one that its regular check finds down is as good as shut. */
  GateState gateState() {
    GateState state = gate.state();
    return state.kind() == GateState.Kind.READY && health instanceof UpstreamHealth.Down down
        ? new GateState(GateState.Kind.BROKEN, Instant.MAX, false, 1, 1, down.cause())
        : state;
  }

  /**
   * Whether a request of a pool may be sent. One that can be asked for its models is found again by
   * the regular check, so that no request has to try; for others one request tries now and then.
   */
  boolean passable(Instant now) {
    boolean knownDown = provider.discovers() && health instanceof UpstreamHealth.Down;
    return !knownDown && gate.state().passable(now);
  }

  /** Whether a model computes on this machine. Ollama passes some models on to its cloud. */
  public boolean local(ModelInfo model, Location location) {
    if (!model.entry().path("remote_host").asText("").isEmpty()) {
      return false;
    }
    return switch (location) {
      case BY_ADDRESS -> onThisMachine;
      // plain http goes to this machine and private networks only
      case LOCAL -> onThisMachine || provider.address().startsWith("http://");
      case CLOUD -> false;
    };
  }

  /** Asks the upstream for its models, unless that was done within {@code maxAge}. */
  public void refresh(Duration maxAge) {
    refreshing.lock();
    try {
      if (!checkedAt.isAfter(clock.instant().minus(maxAge))) {
        ask();
        // not for an answer from memory, or whoever asks often would never get a new one
        checkedAt = clock.instant();
      }
    } finally {
      refreshing.unlock();
    }
  }

  private void ask() {
    try {
      models = List.copyOf(named());
      if (provider.discovers()) {
        healthy();
      }
    } catch (ApiFailure failure) {
      note(asUnreachable(failure));
    }
  }

  /** One key that is refused or limited does not hide the models from the others. */
  private List<ModelInfo> named() throws ApiFailure {
    int others = keys.status().size() - 1;
    while (true) {
      try {
        return provider.models();
      } catch (ApiFailure failure) {
        if (others-- <= 0 || !KeyTurn.concernsKey(failure)) {
          throw failure;
        }
      }
    }
  }

  /** A chat goes to this upstream. */
  void chatStarted() {
    inFlight.incrementAndGet();
    chats.increment();
  }

  /** A chat is over; always follows {@link #chatStarted}. */
  void chatEnded(ChatTrace trace) {
    inFlight.decrementAndGet();
    promptTokens.add(trace.usage().prompt());
    completionTokens.add(trace.usage().completion());
  }

  /** The upstream answered a chat. */
  void healthy() {
    gate.succeeded();
    if (!(health instanceof UpstreamHealth.Healthy)) {
      LOG.info("upstream {} is healthy", name());
      health = new UpstreamHealth.Healthy(clock.instant());
    }
  }

  /** An attempt failed by its key alone; another key goes on. */
  void keyFailed() {
    failures.increment();
  }

  /** An attempt failed. That one model has to be waited for says nothing of the others. */
  void failed(ApiFailure failure) {
    failures.increment();
    if (failure.kind() != FailureKind.UPSTREAM_RATE_LIMITED) {
      note(failure);
    }
  }

  private static boolean isLoopback(String address) {
    String host = URI.create(address).getHost();
    return host != null
        && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d+){3}"));
  }

  /** Whatever keeps an upstream from naming its models makes it unusable. */
  private static ApiFailure asUnreachable(ApiFailure failure) {
    return switch (failure.kind()) {
      case UPSTREAM_CREDENTIALS, UPSTREAM_RATE_LIMITED -> failure;
      default ->
          ApiFailure.of(FailureKind.UPSTREAM_UNREACHABLE, failure.causeText(), failure.remedy());
    };
  }

  private void note(ApiFailure failure) {
    UpstreamHealth before = health;
    health = after(failure, before);
    if (before.getClass() != health.getClass()) {
      LOG.warn("upstream {} is not usable: {}", name(), failure.getMessage());
    }
  }

  private UpstreamHealth after(ApiFailure failure, UpstreamHealth before) {
    Instant now = clock.instant();
    FailureKind kind = failure.kind();
    return switch (kind) {
      case UPSTREAM_UNREACHABLE ->
          before instanceof UpstreamHealth.Down down
              ? new UpstreamHealth.Down(down.since(), failure.causeText(), failure.remedy())
              : new UpstreamHealth.Down(now, failure.causeText(), failure.remedy());
      case UPSTREAM_CREDENTIALS, UPSTREAM_CREDENTIALS_EXHAUSTED ->
          new UpstreamHealth.KeyRejected(now, failure.causeText(), failure.remedy());
      case UPSTREAM_RATE_LIMITED ->
          new UpstreamHealth.RateLimited(
              now.plus(failure.retryAfter().isZero() ? DEFAULT_RATE_LIMIT : failure.retryAfter()));
      // one failed answer says little of the next: a model may be broken, not the server
      case UPSTREAM_BUSY,
          UPSTREAM_FAILED,
          UPSTREAM_TIMEOUT,
          UPSTREAM_TOO_SLOW,
          UPSTREAM_REFUSED,
          MODEL_NOT_FOUND,
          INVALID_REQUEST,
          TOKEN_REJECTED,
          SCOPE_MISSING,
          MODEL_NOT_ALLOWED,
          RATE_LIMITED,
          BUDGET_SPENT,
          HOST_REFUSED,
          ORIGIN_REFUSED,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE,
          INTERNAL,
          NO_UPSTREAM,
          OVERLOADED,
          SHUTTING_DOWN ->
          before;
    };
  }

  /** Chats under way. */
  public int inFlight() {
    return inFlight.get();
  }

  /** All chats so far. */
  public long chats() {
    return chats.sum();
  }

  /** Attempts that failed. */
  public long failures() {
    return failures.sum();
  }

  /** Tokens read so far. */
  public long promptTokens() {
    return promptTokens.sum();
  }

  /** Tokens written so far. */
  public long completionTokens() {
    return completionTokens.sum();
  }
}
