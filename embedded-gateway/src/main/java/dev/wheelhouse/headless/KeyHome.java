// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.key.FileKeyStore;
import dev.wheelhouse.gateway.key.KeyStore;
import dev.wheelhouse.gateway.key.RedisKeyStore;
import dev.wheelhouse.gateway.key.postgres.PostgresKeyStore;
import dev.wheelhouse.gateway.redis.RedisLink;
import dev.wheelhouse.headless.HeadlessSettings.Stores;
import java.util.Optional;

/**
 * What gateways share, opened. Client keys are kept in the file when one is named, else in the
 * database, else in Redis, which may be set up to forget what it holds; else nowhere.
 */
record KeyHome(Optional<KeyStore> store, Optional<RedisLink> redis, Runnable end)
    implements AutoCloseable {
  static KeyHome of(Stores stores) {
    Optional<RedisLink> redis = stores.redis().map(RedisLink::new);
    Runnable end = () -> redis.ifPresent(RedisLink::close);
    if (stores.keys().isPresent()) {
      return new KeyHome(Optional.of(new FileKeyStore(stores.keys().get())), redis, end);
    }
    if (stores.database().isPresent()) {
      PostgresKeyStore store = PostgresKeyStore.at(stores.database().get());
      return new KeyHome(
          Optional.of(store),
          redis,
          () -> {
            store.close();
            end.run();
          });
    }
    return new KeyHome(redis.map(RedisKeyStore::new), redis, end);
  }

  @Override
  public void close() {
    end.run();
  }
}
