// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.postgres;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.TarFiles;
import dev.wheelhouse.engine.backup.format.TarStream;
import dev.wheelhouse.engine.backup.service.Comparison;
import dev.wheelhouse.engine.backup.service.Load;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.docker.ExecResult;
import dev.wheelhouse.engine.job.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Fills an empty volume: the service's own image makes a new cluster with the stack's present
 * secret, then come roles, databases, and what is in them. Runs in a container without a network,
 * because a dump is a program that runs with all rights of the cluster.
 */
final class PostgresLoad {
  private static final Duration START = Duration.ofMinutes(5);
  private static final String TOC_FILE = "database.toc";

  /** Entries of a dump that make the database itself, with its properties and rights. */
  private static final Pattern DATABASE_ENTRY =
      Pattern.compile(
          "\\d+; \\d+ \\d+ (?:DATABASE|DATABASE PROPERTIES) - .*"
              + "|\\d+; \\d+ \\d+ (?:ACL|COMMENT|SECURITY LABEL) - DATABASE .*");

  private final Load load;

  PostgresLoad(Load load) {
    this.load = load;
  }

  Comparison run(String volume) {
    Server server = load.workbench().server(load.blueprint(), volume);
    Postgres postgres = new Postgres(server);
    List<Manifest.Member> dumps = load.members(PostgresBackup.DUMP);
    report("Copying the dumps of " + load.blueprint().name());
    PostgresCheck.put(load, server, dumps);
    server.docker().start(server.container());
    server.await("starting a new cluster", START, load.control(), postgres::ready);
    Globals.Script globals = globals(postgres);
    run(postgres, "restoring the roles", globals.roles());
    for (Manifest.Member dump : dumps) {
      load.control().checkCancelled();
      report("Restoring database " + dump.subject());
      createDatabase(postgres, dump);
      fillDatabase(postgres, dump);
    }
    run(postgres, "restoring settings of roles in databases", globals.afterwards());
    for (Manifest.Member dump : dumps) {
      postgres.query("ANALYZE of " + dump.subject(), dump.subject(), "ANALYZE;\n");
    }
    report("Comparing what was restored of " + load.blueprint().name());
    Comparison comparison =
        Comparison.of(
            load.taken(), PostgresBackup.found(postgres, load.taken()), Comparison.Mode.ALONE);
    server.stopCleanly();
    load.workbench().discard(server);
    return comparison;
  }

  private void report(String step) {
    load.control().report(Progress.step(step));
  }

  private Globals.Script globals(Postgres postgres) {
    String step = "reading the roles";
    Set<String> existing =
        new HashSet<>(Queries.texts(postgres.query(step, postgres.database(), Queries.ROLES)));
    Manifest.Member member = load.member(PostgresBackup.GLOBALS);
    try {
      return Globals.script(Files.readString(load.path(member)), existing, postgres.user());
    } catch (Globals.Refused e) {
      throw load.failed(step, member.name() + " has " + e.getMessage());
    } catch (IOException e) {
      throw load.failed(step, e);
    }
  }

  private static void run(Postgres postgres, String step, List<String> statements) {
    if (!statements.isEmpty()) {
      postgres.query(
          step, postgres.database(), "BEGIN;\n" + String.join("\n", statements) + "\nCOMMIT;\n");
    }
  }

  /** The dump itself knows encoding, locale, owner, settings and rights of its database. */
  private void createDatabase(Postgres postgres, Manifest.Member dump) {
    String database = dump.subject();
    String step = "creating database " + database;
    Server server = postgres.server();
    // connected to neither, so that the one that the image made can go
    postgres.query(
        step, "template1", "DROP DATABASE IF EXISTS " + Postgres.identifier(database) + ";\n");
    ExecResult toc = server.execLong(List.of("pg_restore", "--list", PostgresCheck.path(dump)));
    if (!toc.ok()) {
      throw server.failed(step, toc);
    }
    List<String> entries =
        toc.output().lines().filter(line -> DATABASE_ENTRY.matcher(line).matches()).toList();
    putToc(server, step, String.join("\n", entries) + "\n");
    restore(
        postgres,
        step,
        dump,
        "--create",
        "--use-list=/" + PostgresCheck.FOLDER + "/" + TOC_FILE,
        "--dbname",
        Postgres.connection("template1"));
  }

  private void fillDatabase(Postgres postgres, Manifest.Member dump) {
    restore(
        postgres,
        "pg_restore of " + dump.subject(),
        dump,
        "--single-transaction",
        "--dbname",
        Postgres.connection(dump.subject()));
  }

  private static void restore(
      Postgres postgres, String step, Manifest.Member dump, String... options) {
    List<String> command = new java.util.ArrayList<>(postgres.command("pg_restore", options));
    command.addAll(List.of("--exit-on-error", PostgresCheck.path(dump)));
    ExecResult result = postgres.server().execLong(command);
    if (!result.ok() || result.error().lines().anyMatch(Postgres::isError)) {
      throw postgres.server().failed(step, result);
    }
  }

  private void putToc(Server server, String step, String text) {
    TarFiles toc =
        TarFiles.builder()
            .bytes(
                PostgresCheck.FOLDER + "/" + TOC_FILE, text.getBytes(StandardCharsets.UTF_8), 0, 0)
            .build();
    try (TarStream tar = new TarStream(toc)) {
      server.docker().copyTo(server.container(), "/", tar);
    } catch (IOException e) {
      throw load.failed(step, e);
    }
  }
}
