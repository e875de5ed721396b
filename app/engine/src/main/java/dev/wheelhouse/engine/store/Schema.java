// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The steps that build the database; {@code user_version} counts how many of them it has. */
final class Schema {
  private static final List<String> STEPS = List.of("001-chat.sql");

  private Schema() {}

  static int newest() {
    return STEPS.size();
  }

  static int version(Connection connection) throws SQLException {
    return number(connection, "PRAGMA user_version");
  }

  /** Applies the missing steps up to {@code target}, all or none of them. */
  static void migrate(Connection connection, int target) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      try {
        // asked again inside: another process may have been quicker
        for (int step = version(connection); step < target; step++) {
          statement.executeUpdate(script(STEPS.get(step)));
        }
        statement.execute("PRAGMA user_version = " + target);
        statement.execute("COMMIT");
      } catch (SQLException e) {
        rollBack(statement, e);
        throw e;
      }
    }
  }

  /** Makes the index of words again from the messages. */
  static void rebuildSearch(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO message_search (message_search) VALUES ('rebuild')");
    }
  }

  /** Every object of the database with the statement that made it, in a fixed order. */
  static List<String> objects(Connection connection) throws SQLException {
    List<String> objects = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '')"
                    + " FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1")) {
      while (rows.next()) {
        objects.add(rows.getString(1));
      }
    }
    return objects;
  }

  static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static void rollBack(Statement statement, SQLException cause) {
    try {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself
      cause.addSuppressed(e);
    }
  }

  private static String script(String name) {
    try (InputStream stream = Schema.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
