// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.key.FileKeyStore;
import dev.wheelhouse.gateway.key.KeyStore;
import dev.wheelhouse.gateway.key.RedisKeyStore;
import dev.wheelhouse.gateway.key.postgres.PostgresKeyStore;
import dev.wheelhouse.gateway.redis.RedisLink;
import dev.wheelhouse.headless.HeadlessSettings.Stores;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What gateways share, opened. Client keys are kept in the file when one is named, else in the
 * database, else in Redis, which may be set up to forget what it holds; else nowhere.
 */
record KeyHome(Optional<KeyStore> store, Optional<RedisLink> redis, Runnable end)
    implements AutoCloseable {
  /**
   * Opens them.
   *
   * @throws SettingsProblem when the place of the keys cannot be used
   * @throws java.io.UncheckedIOException when the database does not answer
   */
  static KeyHome of(Stores stores) {
    try {
      return open(stores);
    } catch (IllegalArgumentException e) {
      throw new SettingsProblem("DATABASE_URL", String.valueOf(e.getMessage()), "Correct it.");
    }
  }

  private static KeyHome open(Stores stores) {
    if (stores.keys().isPresent()) {
      checkFile(stores.keys().get());
    }
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

  /** A gateway that cannot read its keys would refuse every client, and say so to nobody. */
  private static void checkFile(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new SettingsProblem(
          StoreSettings.KEYS, "The folder of its file is not there.", "Make it, or mount it.");
    }
    if (Files.notExists(file) && !Files.isWritable(folder)) {
      throw new SettingsProblem(
          StoreSettings.KEYS,
          "Its file is not there, and none can be made in its folder.",
          "Let user %s write there.".formatted(System.getProperty("user.name", "?")));
    }
    try {
      new FileKeyStore(file).read();
    } catch (UncheckedIOException e) {
      throw new SettingsProblem(
          StoreSettings.KEYS,
          "Its file cannot be read: %s.".formatted(e.getMessage()),
          "Correct the file, or name another one.");
    }
  }
}
