// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.gateway.config.GatewaySettings;
import dev.wheelhouse.engine.gateway.config.GatewaySettingsFile;
import dev.wheelhouse.engine.gateway.config.LiveSettings;
import dev.wheelhouse.engine.gateway.config.SettingsWatch;
import dev.wheelhouse.engine.gateway.key.StoredKeys;
import dev.wheelhouse.engine.gateway.pool.LivePools;
import dev.wheelhouse.engine.gateway.request.LiveRequests;
import dev.wheelhouse.engine.gateway.state.LiveCache;
import dev.wheelhouse.engine.gateway.state.LiveFigures;
import dev.wheelhouse.engine.model.OllamaServers;
import dev.wheelhouse.engine.platform.Ports;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.problem.ChatProblem.GatewayMoved;
import dev.wheelhouse.engine.problem.ChatProblem.GatewayPortTaken;
import dev.wheelhouse.engine.problem.InputProblem.Unexpected;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.secret.SecretStores;
import dev.wheelhouse.engine.secret.Secrets;
import dev.wheelhouse.engine.settings.SettingsStore;
import dev.wheelhouse.engine.stack.Stacks;
import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.GatewayConfig;
import dev.wheelhouse.gateway.GatewayException;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.secret.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the gateway in this process, unless another process of this home does already. */
public final class EmbeddedGateway implements LocalGateway, AutoCloseable {
  private static final String TOKEN = "gateway-token";

  private final Dependencies dependencies;
  private final Secrets own;
  private final GatewayMarker marker;
  private final Path startLock;
  private final UpstreamSources sources;
  private final StoredKeys keys;
  private final LiveSettings live;
  private final GatewaySettingsFile configuration;
  private final GatewayServices services;
  private final ReentrantLock starting = new ReentrantLock();
  private final EventBus<State> events = new EventBus<>(() -> List.of(state()));
  private volatile State state = new State.Off();
  private volatile @Nullable Gateway gateway;
  private @Nullable UpstreamWatch watch;
  private @Nullable SettingsWatch followed;
  private boolean closed;

  /**
   * What it needs.
   *
   * @param secrets where the keys of providers are
   */
  public record Dependencies(
      WheelhouseHome home,
      Map<String, String> environment,
      SettingsStore settings,
      Supplier<Secrets> secrets,
      OllamaServers ollama,
      Stacks stacks,
      Notices notices) {}

  public EmbeddedGateway(Dependencies dependencies) {
    this.dependencies = dependencies;
    this.own = SecretStores.ofHome(dependencies.home());
    this.marker = new GatewayMarker(dependencies.home().data().resolve("gateway.json"));
    this.startLock = dependencies.home().data().resolve("gateway.start.lock");
    this.sources = UpstreamSources.of(dependencies);
    Path data = dependencies.home().data();
    Path log = data.resolve("gateway-requests.db");
    Clock clock = Clock.systemUTC();
    this.keys = new StoredKeys(data.resolve("gateway-keys.json"), clock);
    this.live = new LiveSettings(log);
    this.configuration =
        new GatewaySettingsFile(
            dependencies.home().config().resolve("gateway.json"),
            dependencies.notices(),
            settings -> running().ifPresent(now -> live.use(now, settings)));
    this.services =
        new GatewayServices(
            new LiveFigures(this::running),
            keys,
            configuration,
            new LiveRequests(log, clock, this::running),
            new LivePools(this::running),
            new LiveCache(this::running));
  }

  /** What the user sees of it and changes about it. */
  public GatewayServices services() {
    return services;
  }

  private Optional<Gateway> running() {
    return Optional.ofNullable(gateway);
  }

  @Override
  public State start() {
    if (state instanceof State.Listening listening && !listening.joined()) {
      return listening;
    }
    State next;
    starting.lock();
    try {
      next = startOrJoin();
      if (next.equals(state)) {
        return next;
      }
      state = next;
    } finally {
      starting.unlock();
    }
    events.publish(next);
    return next;
  }

  @Override
  public State state() {
    State known = state;
    if (known instanceof State.Listening listening && !listening.joined()) {
      return known;
    }
    Optional<State> other = joined();
    if (other.isPresent()) {
      return other.get();
    }
    return known instanceof State.Failed ? known : new State.Off();
  }

  @Override
  public Optional<Long> owner() {
    return gateway == null ? marker.other().map(GatewayMarker.Other::pid) : Optional.empty();
  }

  private Optional<State> joined() {
    return marker.other().map(other -> new State.Listening(other.address(), true));
  }

  @Override
  public Events<State> events() {
    return events;
  }

  @Override
  public String token() {
    return own.readOrGenerate(TOKEN);
  }

  @Override
  public void close() {
    starting.lock();
    try {
      closed = true;
      if (watch != null) {
        watch.close();
      }
      if (followed != null) {
        followed.close();
      }
      if (gateway != null) {
        gateway.close();
        marker.remove();
      }
      gateway = null;
      state = new State.Off();
    } finally {
      starting.unlock();
    }
  }

  private State startOrJoin() {
    if (closed) {
      throw new IllegalStateException("the gateway is closed");
    }
    if (gateway != null) {
      return state;
    }
    Optional<State> other = joined();
    if (other.isPresent()) {
      follow();
      return other.get();
    }
    try {
      // looked up before, as it may take seconds, in which others need not wait
      List<UpstreamConfig> upstreams = sources.now(true);
      State reached = StartLock.holding(startLock, () -> joined().orElseGet(() -> run(upstreams)));
      follow();
      return reached;
    } catch (GatewayException e) {
      return new State.Failed(failure(e));
    } catch (ProblemException e) {
      return new State.Failed(e.problem());
    }
  }

  private State run(List<UpstreamConfig> upstreams) {
    int wanted = dependencies.settings().get().gatewayPort();
    GatewaySettings wished = configuration.read();
    Gateway started = listen(wanted, upstreams);
    try {
      configure(started, wished);
      marker.write(started.port());
    } catch (ProblemException e) {
      started.close();
      throw e;
    }
    gateway = started;
    GatewaySettings now = configuration.get();
    if (!now.equals(wished)) {
      configure(started, now); // changed since it was read, when there was no gateway to tell
    }
    UpstreamWatch watching = new UpstreamWatch(sources, upstreams, started::update);
    watching.start(dependencies.stacks(), dependencies.settings());
    watch = watching;
    return new State.Listening(started.baseUri(), false);
  }

  /** Without its rules a gateway would allow too much; without its log it only remembers less. */
  private void configure(Gateway started, GatewaySettings wished) {
    started.keys(keys.honoured());
    live.useRules(started, wished);
    try {
      live.useLog(started, wished);
    } catch (ProblemException e) {
      dependencies.notices().add(e.problem());
    }
  }

  /** Edits by hand and by other processes count here, too. */
  private void follow() {
    if (followed == null) {
      followed = configuration.follow();
    }
  }

  /** On the wanted port, or on a free one when a stranger has that. */
  private Gateway listen(int wanted, List<UpstreamConfig> upstreams) {
    Secret token = Secret.of(token());
    try {
      return Gateway.start(GatewayConfig.of(wanted, token, upstreams));
    } catch (GatewayException e) {
      if (e.kind() != GatewayException.Kind.PORT_TAKEN) {
        throw e;
      }
      String holder = new Ports().holder(wanted).orElse("another program");
      Gateway elsewhere = Gateway.start(GatewayConfig.of(0, token, upstreams));
      dependencies.notices().add(new GatewayMoved(wanted, holder, elsewhere.port()));
      return elsewhere;
    }
  }

  private Problem failure(GatewayException e) {
    int port = dependencies.settings().get().gatewayPort();
    return e.kind() == GatewayException.Kind.PORT_TAKEN
        ? new GatewayPortTaken(port, new Ports().holder(port).orElse("another program"))
        : new Unexpected("starting the gateway", String.valueOf(e.getMessage()));
  }
}
