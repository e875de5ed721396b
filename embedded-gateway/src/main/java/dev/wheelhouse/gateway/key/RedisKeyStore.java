// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.redis.RedisLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keeps keys in a Redis, so that a key made on one gateway opens all of them. Others see a change
 * after a second at the latest.
 */
public final class RedisKeyStore implements KeyStore {
  private static final String KEYS = "keys";
  private static final long VERSION_AGE_NANOS = 1_000_000_000L;

  /** The value with a mark before it, so that an absent value can be told from no answer. */
  private static final String READ = "return '=' .. (redis.call('GET', KEYS[1]) or '')";

  private static final String REPLACE =
      """
      if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
      redis.call('SET', KEYS[1], ARGV[2])
      return 1
      """;

  private final RedisLink redis;
  private volatile Seen seen = new Seen("", System.nanoTime() - VERSION_AGE_NANOS);

  private record Seen(String text, long atNanos) {}

  /** Keeps keys in this Redis. */
  public RedisKeyStore(RedisLink redis) {
    this.redis = redis;
  }

  @Override
  public List<ClientKey> read() {
    return parsed(fetch());
  }

  @Override
  public List<ClientKey> change(UnaryOperator<List<ClientKey>> change) {
    while (true) {
      String before = fetch();
      List<ClientKey> next = List.copyOf(change.apply(parsed(before)));
      String after = new String(KeyFormat.write(next), StandardCharsets.UTF_8);
      Optional<Object> done = redis.script(REPLACE, List.of(KEYS), List.of(before, after));
      if (done.isEmpty()) {
        throw away();
      }
      if (done.get().equals(1L)) {
        seen = new Seen(after, System.nanoTime());
        return next;
      }
    }
  }

  @Override
  public Object version() {
    Seen last = seen;
    if (System.nanoTime() - last.atNanos() < VERSION_AGE_NANOS) {
      return last.text();
    }
    try {
      return fetch();
    } catch (UncheckedIOException e) {
      return last.text(); // the last known keys stay in force
    }
  }

  private String fetch() {
    Optional<Object> answer = redis.script(READ, List.of(KEYS), List.of());
    if (answer.isPresent() && answer.get() instanceof String marked) {
      String text = marked.substring(1);
      seen = new Seen(text, System.nanoTime());
      return text;
    }
    throw away();
  }

  private static List<ClientKey> parsed(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    try {
      return KeyFormat.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonFault e) {
      throw new UncheckedIOException(new IOException("keys in Redis: " + e.getMessage()));
    }
  }

  private static UncheckedIOException away() {
    return new UncheckedIOException(new IOException("Redis cannot be asked for client keys"));
  }
}
