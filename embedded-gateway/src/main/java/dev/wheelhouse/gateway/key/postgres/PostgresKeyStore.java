// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key.postgres;

import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.key.ClientKey;
import dev.wheelhouse.gateway.key.KeyFormat;
import dev.wheelhouse.gateway.key.KeyStore;
import dev.wheelhouse.gateway.log.store.PostgresAddress;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps keys in a Postgres database, so that one made at a gateway is honoured by all that share
 * it. A cache like Redis would be the wrong place: it may drop what it holds. Requests never wait
 * for the database: a thread looks every second whether the keys have changed. When the database is
 * away, the last known keys count.
 */
public final class PostgresKeyStore implements KeyStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresKeyStore.class);
  private static final String SCHEMA = "wheelhouse_gateway";
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final String READ = "SELECT version, keys FROM client_keys";

  private final PostgresAddress address;
  private final Thread looking;
  private volatile Kept kept;

  private record Kept(long version, List<ClientKey> keys) {}

  private PostgresKeyStore(PostgresAddress address, Kept kept) {
    this.address = address;
    this.kept = kept;
    this.looking = Thread.ofVirtual().name("gateway-keys").unstarted(this::look);
  }

  /**
   * Connects, makes the table where it is missing, and reads the keys.
   *
   * @param url as in {@code DATABASE_URL}
   * @throws UncheckedIOException when the database does not answer
   */
  public static PostgresKeyStore at(Secret url) {
    PostgresAddress address = PostgresAddress.of(url);
    Kept first =
        inTransaction(
            address,
            connection -> {
              try (Statement statement = connection.createStatement()) {
                // two gateways that start at once must not both make it
                statement.execute("SELECT pg_advisory_xact_lock(20261121)");
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
                statement.execute(
                    "CREATE TABLE IF NOT EXISTS client_keys"
                        + " (version bigint NOT NULL, keys text NOT NULL)");
              }
              return read(connection, READ);
            });
    PostgresKeyStore store = new PostgresKeyStore(address, first);
    store.looking.start();
    return store;
  }

  @Override
  public List<ClientKey> read() {
    return kept.keys();
  }

  @Override
  public List<ClientKey> change(UnaryOperator<List<ClientKey>> change) {
    Kept changed =
        inTransaction(
            address,
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE client_keys IN EXCLUSIVE MODE");
              }
              Kept before = read(connection, READ);
              Kept next = new Kept(before.version() + 1, List.copyOf(change.apply(before.keys())));
              write(connection, before.version() == 0, next);
              return next;
            });
    changed(changed);
    return changed.keys();
  }

  @Override
  public Object version() {
    // the list itself: a database that was put back can come to the same number again
    return kept.keys();
  }

  @Override
  public void close() {
    looking.interrupt();
  }

  private void look() {
    boolean away = false;
    while (!Thread.currentThread().isInterrupted()) {
      try (Connection connection = open(address)) {
        away = told(away, null);
        watch(connection);
      } catch (SQLException | RuntimeException e) {
        away = told(away, e);
        pause();
      }
    }
  }

  /** Looks until the connection breaks. */
  private void watch(Connection connection) throws SQLException {
    while (pause()) {
      Kept before = kept;
      Kept now = read(connection, READ);
      connection.commit();
      // also a lower version: a backup was restored. What was changed here meanwhile is newer
      if (!now.equals(before)) {
        seen(before, now);
      }
    }
  }

  private synchronized void changed(Kept now) {
    kept = now;
  }

  private synchronized void seen(Kept before, Kept now) {
    if (kept.equals(before)) {
      kept = now;
    }
  }

  /** Says once that the database is away, and once that it is back. */
  private static boolean told(boolean away, @Nullable Exception failure) {
    if (failure != null && !away) {
      LOG.warn("the client keys' database is away, the last known keys count");
    } else if (failure == null && away) {
      LOG.info("the client keys' database is back");
    }
    return failure != null;
  }

  private static boolean pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Kept read(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return new Kept(0, List.of());
      }
      byte[] keys = row.getString(2).getBytes(StandardCharsets.UTF_8);
      return new Kept(row.getLong(1), KeyFormat.read(keys));
    } catch (JsonFault e) {
      // never taken for empty: the next change would make the loss last
      throw new UncheckedIOException(new IOException("client keys: " + e.getMessage()));
    }
  }

  private static void write(Connection connection, boolean first, Kept next) throws SQLException {
    String sql =
        first
            ? "INSERT INTO client_keys (version, keys) VALUES (?, ?)"
            : "UPDATE client_keys SET version = ?, keys = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, next.version());
      statement.setString(2, new String(KeyFormat.write(next.keys()), StandardCharsets.UTF_8));
      statement.executeUpdate();
    }
  }

  @FunctionalInterface
  private interface Work {
    Kept on(Connection connection) throws SQLException;
  }

  private static Kept inTransaction(PostgresAddress address, Work work) {
    try (Connection connection = open(address)) {
      Kept result = work.on(connection);
      connection.commit();
      return result;
    } catch (SQLException e) {
      // its message can name hosts and users, and never holds the password
      throw new UncheckedIOException(
          new IOException("the client keys' database: " + e.getMessage(), e));
    }
  }

  private static Connection open(PostgresAddress address) throws SQLException {
    Connection connection = DriverManager.getConnection(address.url(), address.properties(SCHEMA));
    connection.setAutoCommit(false); // what is not committed when it closes is undone
    return connection;
  }
}
