// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.PostgresServer;
import dev.wheelhouse.gateway.key.postgres.PostgresKeyStore;
import dev.wheelhouse.testing.Wait;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Client keys in a real Postgres. */
class PostgresKeyStoreIT extends KeyStoreContract {
  private static final String TABLE = "wheelhouse_gateway.client_keys";
  private static PostgresServer server;
  private PostgresKeyStore store;
  private PostgresKeyStore other;

  @BeforeAll
  static void start() {
    server = new PostgresServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void empty() {
    server.sql("DROP TABLE IF EXISTS " + TABLE);
    store = PostgresKeyStore.at(server.url());
    other = PostgresKeyStore.at(server.url());
  }

  @AfterEach
  void close() {
    store.close();
    other.close();
  }

  @Override
  KeyStore store() {
    return store;
  }

  @Override
  KeyStore other() {
    return other;
  }

  @Test
  void honoursWhatARestoredBackupHolds() {
    String early = keys(store).create("early", Grant.CLIENT, null).token().reveal();
    server.sql("CREATE TABLE backup AS SELECT * FROM " + TABLE);
    String late = keys(store).create("late", Grant.CLIENT, null).token().reveal();
    ClientKeys gateway = keys(other);
    Wait.until("both are honoured", () -> finds(gateway, late) && finds(gateway, early), PATIENCE);
    server.sql(
        "BEGIN; DELETE FROM %1$s; INSERT INTO %1$s SELECT * FROM backup; COMMIT; DROP TABLE backup"
            .formatted(TABLE));
    Wait.until("the later one is not there any more", () -> !finds(gateway, late), PATIENCE);
    assertThat(finds(gateway, early)).isTrue();
    // it comes to the same version number again, with other keys
    keys(store).create("again", Grant.CLIENT, null);
    Wait.until(
        "the new one is there",
        () -> other.read().stream().anyMatch(key -> key.name().equals("again")),
        PATIENCE);
    assertThat(other.read()).hasSize(2);
  }

  @Test
  void seesKeysOfTheSameVersionNumberThatAreOthers() {
    String first = keys(store).create("first", Grant.CLIENT, null).token().reveal();
    ClientKeys gateway = keys(other);
    Wait.until("it is honoured", () -> finds(gateway, first), PATIENCE);
    server.sql(
        "UPDATE %s SET keys = replace(keys, '\"enabled\":true', '\"enabled\":false')"
            .formatted(TABLE));
    Wait.until("it is off", () -> !finds(gateway, first), PATIENCE);
  }

  @Test
  void neverTakesKeysThatItCannotReadForNone() {
    String first = keys(store).create("first", Grant.CLIENT, null).token().reveal();
    ClientKeys gateway = keys(store);
    assertThat(finds(gateway, first)).isTrue();
    server.sql("UPDATE %s SET version = 9, keys = 'not what it was'".formatted(TABLE));
    assertThatThrownBy(() -> keys(store).create("second", Grant.CLIENT, null))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(server.sql("SELECT keys FROM " + TABLE)).contains("not what it was");
    assertThat(finds(gateway, first)).isTrue();
  }
}
