// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.gateway.GatewayServices;
import dev.wheelhouse.engine.gateway.config.GatewaySettings;
import dev.wheelhouse.engine.gateway.config.GatewaySettingsStore;
import dev.wheelhouse.engine.gateway.key.GatewayKey;
import dev.wheelhouse.engine.gateway.key.GatewayKeys;
import dev.wheelhouse.engine.gateway.key.KeyRights;
import dev.wheelhouse.engine.gateway.key.NewKey;
import dev.wheelhouse.engine.gateway.state.CacheNow;
import dev.wheelhouse.engine.gateway.state.GatewayCache;
import dev.wheelhouse.engine.gateway.state.GatewayNow;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the gateway's screen asks for, as the test wants it. */
public final class FakeGatewayServices {
  public final Keys keys = new Keys();
  public final Settings settings = new Settings();
  public final FakeRequests requests = new FakeRequests();
  public final FakePools pools = new FakePools();
  public final Cache cache = new Cache();
  private volatile @Nullable GatewayNow now = GatewaySamples.quiet();

  public GatewayServices services() {
    return new GatewayServices(
        () -> Optional.ofNullable(now), keys, settings, requests, pools, cache);
  }

  /** From now on the gateway looks so. */
  public void become(@Nullable GatewayNow wanted) {
    now = wanted;
  }

  /** A cache that only tells. */
  public static final class Cache implements GatewayCache {
    private volatile CacheNow now = new CacheNow(0, 0, 0, 0, 64_000_000, 0);

    /** From now on it looks so. */
    public void become(CacheNow wanted) {
      now = wanted;
    }

    @Override
    public Optional<CacheNow> now() {
      return Optional.of(now);
    }

    @Override
    public long clear() {
      long before = now.entries();
      now = new CacheNow(now.hits(), now.misses(), 0, 0, now.maxBytes(), now.savedTokens());
      return before;
    }
  }

  /** Keys in memory. */
  public static final class Keys implements GatewayKeys {
    private final List<GatewayKey> keys = new ArrayList<>();

    public synchronized void add(GatewayKey key) {
      keys.add(key);
    }

    @Override
    public synchronized List<GatewayKey> list() {
      return List.copyOf(keys);
    }

    @Override
    public synchronized NewKey create(String name, KeyRights rights, @Nullable Instant expiresAt) {
      String id = "%012x".formatted(0x5eedL + keys.size());
      GatewayKey key = new GatewayKey(id, name, rights, Samples.NOW, expiresAt, true);
      keys.add(key);
      return new NewKey(key, "whk-" + id + "-Qm9vdHN0cmFwcGVkIGJ5IGEgdGVzdCwgb25jZQ");
    }

    @Override
    public synchronized GatewayKey revoke(String id) {
      return honour(id, false);
    }

    @Override
    public synchronized GatewayKey restore(String id) {
      return honour(id, true);
    }

    @Override
    public synchronized void delete(String id) {
      keys.removeIf(key -> key.id().equals(id));
    }

    private GatewayKey honour(String id, boolean on) {
      keys.replaceAll(key ->
          key.id().equals(id)
              ? new GatewayKey(id, key.name(), key.rights(), key.createdAt(), key.expiresAt(), on)
              : key);
      return keys.stream().filter(key -> key.id().equals(id)).findFirst().orElseThrow();
    }
  }

  /** Settings in memory. */
  public static final class Settings implements GatewaySettingsStore {
    private final EventBus<GatewaySettings> events = new EventBus<>(() -> List.of(get()));
    private volatile GatewaySettings settings = GatewaySettings.STANDARD;

    @Override
    public GatewaySettings get() {
      return settings;
    }

    @Override
    public GatewaySettings update(UnaryOperator<GatewaySettings> change) {
      try {
        settings = change.apply(settings);
      } catch (IllegalArgumentException e) {
        throw new ProblemException(
            new BadInput("The gateway's setting", String.valueOf(e.getMessage()), "Correct it."),
            e);
      }
      events.publish(settings);
      return settings;
    }

    @Override
    public Events<GatewaySettings> events() {
      return events;
    }
  }
}
