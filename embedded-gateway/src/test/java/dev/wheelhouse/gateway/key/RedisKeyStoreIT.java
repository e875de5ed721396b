// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import dev.wheelhouse.gateway.RedisServer;
import dev.wheelhouse.gateway.redis.RedisLink;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Client keys in a real Redis. */
class RedisKeyStoreIT extends KeyStoreContract {
  private static RedisServer server;
  private static RedisLink redis;
  private static RedisLink otherLink;
  private KeyStore store;
  private KeyStore other;

  @BeforeAll
  static void start() {
    server = new RedisServer();
    redis = new RedisLink(server.config());
    otherLink = new RedisLink(server.config());
  }

  @AfterAll
  static void stop() {
    redis.close();
    otherLink.close();
    server.close();
  }

  @BeforeEach
  void empty() {
    store = new RedisKeyStore(redis);
    other = new RedisKeyStore(otherLink);
    store.change(_ -> List.of());
  }

  @Override
  KeyStore store() {
    return store;
  }

  @Override
  KeyStore other() {
    return other;
  }
}
