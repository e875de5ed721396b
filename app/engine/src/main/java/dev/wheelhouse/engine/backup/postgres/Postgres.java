// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.postgres;

import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.docker.ExecResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A PostgreSQL server reached by the tools in its own container, over its own socket: nothing is
 * published and no password is passed.
 */
record Postgres(Server server) {
  /** The superuser that the image made. */
  String user() {
    return setting("user", "POSTGRES_USER", "postgres");
  }

  /** The database that the image made. */
  String database() {
    return setting("database", "POSTGRES_DB", user());
  }

  private String setting(String hint, String variable, String otherwise) {
    String value = server.blueprint().service().environment().get(variable);
    return value != null ? value : server.blueprint().hint(hint).orElse(otherwise);
  }

  /** Options of every tool: who, how, and never ask for a password. */
  List<String> command(String tool, String... options) {
    List<String> command = new ArrayList<>(List.of(tool));
    command.addAll(List.of(options));
    command.addAll(List.of("--no-password", "--username", user()));
    return command;
  }

  /** Options of psql: no start file, bare rows, and stop at the first error. */
  List<String> psql(String database) {
    return command(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--no-align",
        "--tuples-only",
        "--set=ON_ERROR_STOP=1",
        "--dbname",
        connection(database));
  }

  /** Runs statements and returns the rows. */
  List<String> query(String step, String database, String sql) {
    ExecResult result = server.execLong(psql(database), sql);
    // notices and warnings, such as that of an older collation, come this way too
    if (!result.ok() || result.error().lines().anyMatch(Postgres::isError)) {
      throw server.failed(step, result);
    }
    return result.output().lines().filter(line -> !line.isBlank()).toList();
  }

  /** Whether a line of a tool's standard error speaks of a failure. */
  static boolean isError(String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    return lower.contains("error:") || lower.contains("fatal:") || lower.contains("panic:");
  }

  boolean ready() {
    // over TCP: while the image initialises, a temporary server answers on the socket only
    return server
        .exec(
            List.of(
                "pg_isready", "-q", "-h", "127.0.0.1", "-U", user(), "-d", connection(database())))
        .ok();
  }

  /** A connection string, so that no name can be taken for anything but a database's name. */
  static String connection(String database) {
    return "dbname='" + database.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** An identifier in double quotes. */
  static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
