// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;

/**
 * Calls a Redis that may be away. After a failure it is left alone for a moment, so that requests
 * do not each wait for it.
 */
public final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration LEFT_ALONE = Duration.ofSeconds(2);
  private static final int CONNECTIONS = 16;

  private final JedisPooled redis;
  private final String prefix;
  private final String place;
  private final AtomicLong closedUntil = new AtomicLong(System.nanoTime());
  private final AtomicBoolean away = new AtomicBoolean();

  /** Connects when it is first needed. */
  public RedisLink(RedisConfig config) {
    int millis = Math.toIntExact(config.timeout().toMillis());
    DefaultJedisClientConfig.Builder client =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis)
            .database(config.database())
            .ssl(config.tls());
    if (!config.user().isEmpty()) {
      client.user(config.user());
    }
    if (config.password().isPresent()) {
      client.password(config.password().reveal());
    }
    GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxWait(config.timeout());
    pool.setJmxEnabled(false);
    this.redis =
        new JedisPooled(pool, new HostAndPort(config.host(), config.port()), client.build());
    this.prefix = config.prefix();
    this.place = config.host() + ":" + config.port();
  }

  /** Runs a script, in one step for everyone; empty when Redis cannot be asked. */
  public Optional<Object> script(String script, List<String> keys, List<String> arguments) {
    List<String> full = keys.stream().map(prefix::concat).toList();
    return call(client -> client.eval(script, full, arguments));
  }

  /** What a key holds; empty when it holds nothing, or Redis cannot be asked. */
  public Optional<byte[]> get(String key) {
    return call(client -> Optional.ofNullable(client.get(bytes(key)))).flatMap(found -> found);
  }

  /** Keeps something for a time, if Redis can be asked. */
  public void put(String key, byte[] value, Duration time) {
    call(client -> client.psetex(bytes(key), time.toMillis(), value));
  }

  /** Forgets a key. */
  public void remove(String key) {
    call(client -> client.unlink(prefix + key));
  }

  /** Forgets the keys below a part of the name for which this holds; returns how many. */
  public long removeIf(String below, Function<String, Boolean> gone) {
    var parameters =
        new ScanParams()
            .match(prefix.replaceAll("([\\[\\]*?\\\\])", "\\\\$1") + below + "*")
            .count(500);
    return call(
            client -> {
              long removed = 0;
              String cursor = ScanParams.SCAN_POINTER_START;
              do {
                var page = client.scan(cursor, parameters);
                for (String key : page.getResult()) {
                  boolean named = gone.apply(key.substring(prefix.length() + below.length()));
                  removed += named ? client.unlink(key) : 0;
                }
                cursor = page.getCursor();
              } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
              return removed;
            })
        .orElse(0L);
  }

  /** Whether the last call reached it. */
  public boolean reachable() {
    return !away.get();
  }

  private <T> Optional<T> call(Function<JedisPooled, T> work) {
    if (System.nanoTime() - closedUntil.get() < 0) {
      return Optional.empty();
    }
    try {
      T result = work.apply(redis);
      if (away.getAndSet(false)) {
        LOG.info("Redis at {} answers again", place);
      }
      return Optional.of(result);
    } catch (JedisException | IllegalStateException e) {
      closedUntil.set(System.nanoTime() + LEFT_ALONE.toNanos());
      if (!away.getAndSet(true)) {
        LOG.warn("Redis at {} cannot be used; each gateway is on its own: {}", place, kind(e));
      }
      return Optional.empty();
    }
  }

  /** The message could quote what was sent. */
  private static String kind(RuntimeException e) {
    return e.getClass().getSimpleName();
  }

  private byte[] bytes(String key) {
    return (prefix + key).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    redis.close();
  }
}
