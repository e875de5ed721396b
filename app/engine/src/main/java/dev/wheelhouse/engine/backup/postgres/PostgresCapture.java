// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.postgres;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.Manifest.Count;
import dev.wheelhouse.engine.backup.format.MemberFile;
import dev.wheelhouse.engine.backup.service.Capture;
import dev.wheelhouse.engine.backup.service.Comparison.Found;
import dev.wheelhouse.engine.backup.service.Meter;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.backup.service.StepFailed;
import dev.wheelhouse.engine.docker.ExecSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One backup of one PostgreSQL server. */
final class PostgresCapture {
  private static final int KEPT_COMPLAINTS = 64 * 1024;
  private static final String MAGIC = "PGDMP";

  private final Capture capture;
  private final Postgres postgres;
  private final String tag;
  private final List<Manifest.Member> members = new ArrayList<>();
  private final List<Count> counts = new ArrayList<>();
  private final Map<String, String> owners = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();

  PostgresCapture(Capture capture) {
    this.capture = capture;
    this.postgres = new Postgres(capture.server());
    this.tag = "wheelhouse-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
  }

  Manifest.Service run(String version) {
    Instant start = capture.now();
    String first = postgres.database();
    List<String> databases =
        Queries.texts(postgres.query("listing the databases", first, Queries.DATABASES));
    long size =
        Long.parseLong(postgres.query("asking for the size", first, Queries.SIZE).getFirst());
    globals();
    int number = 0;
    for (String database : databases) {
      number++;
      database(database, "database-" + number + ".dump");
    }
    Manifest.Source source = capture.source(version, capture.owner(), size);
    return new Manifest.Service(
        capture.blueprint().name(),
        "postgres",
        "pg_dump",
        Manifest.Consistency.SNAPSHOT,
        start,
        capture.now(),
        source,
        counts,
        owners,
        Map.of("user", postgres.user(), "database", first),
        warnings,
        members);
  }

  private void globals() {
    String step = "pg_dumpall --globals-only";
    Manifest.Member member =
        write(step, postgres.command("pg_dumpall", "--globals-only"), "globals.sql", "");
    try {
      String text = Files.readString(capture.path(member));
      if (!text.contains(Globals.END)) {
        throw capture.server().failed(step, "its last line is missing");
      }
    } catch (IOException e) {
      throw capture.failed(step, e);
    }
    members.add(member);
  }

  private void database(String database, String name) {
    try (SnapshotSession session = new SnapshotSession(postgres, database, capture.control())) {
      String snapshot = session.begin();
      String step = "pg_dump of " + database;
      Manifest.Member member =
          write(
              step,
              postgres.command(
                  "pg_dump",
                  "--format=custom",
                  "--snapshot",
                  snapshot,
                  "--dbname",
                  Postgres.connection(database)),
              name,
              database);
      checkStart(step, capture.path(member));
      members.add(member);
      // in the transaction that the dump was taken from, so the numbers are those of the dump
      Found found =
          Queries.found(database, session.ask("counting in " + database, Queries.EVERYTHING));
      counts.addAll(found.counts());
      owners.putAll(found.owners());
    }
  }

  /** Exit status and standard error decide; that bytes arrived says nothing. */
  private Manifest.Member write(String step, List<String> command, String name, String subject) {
    Complaints complaints = new Complaints();
    Meter meter = new Meter(capture.control(), "Backing up " + capture.blueprint().name(), -1);
    ExecSpec spec = new ExecSpec(command, Map.of("PGAPPNAME", tag), null, Server.LONG);
    Server server = capture.server();
    boolean done = false;
    try (MemberFile member = capture.member(name, meter)) {
      int status =
          server
              .docker()
              .exec(server.container(), spec, InputStream.nullInputStream(), member, complaints);
      List<String> said = complaints.text().lines().filter(line -> !line.isBlank()).toList();
      if (status != 0 || said.stream().anyMatch(Postgres::isError)) {
        List<String> evidence = new ArrayList<>(List.of("exit status " + status));
        evidence.addAll(said.stream().limit(10).toList());
        throw new StepFailed(server.blueprint().name(), step + " failed", evidence);
      }
      warnings.addAll(said);
      done = true;
      return member.finish(
          subject.isEmpty() ? PostgresBackup.GLOBALS : PostgresBackup.DUMP, subject);
    } catch (IOException e) {
      throw capture.failed(step, e);
    } finally {
      if (!done) {
        endLeftOver();
      }
    }
  }

  private void checkStart(String step, Path dump) {
    try (InputStream in = Files.newInputStream(dump)) {
      String start = new String(in.readNBytes(MAGIC.length()), StandardCharsets.US_ASCII);
      if (!start.equals(MAGIC)) {
        throw capture.server().failed(step, "what it wrote is no dump");
      }
    } catch (IOException e) {
      throw capture.failed(step, e);
    }
  }

  /** A tool whose reader went away may work on for nobody; the server can end it. */
  private void endLeftOver() {
    capture
        .server()
        .exec(
            concat(
                postgres.psql(postgres.database()),
                "--command",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = '"
                    + tag
                    + "'"));
  }

  private static List<String> concat(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all;
  }

  /** The start of what a tool says on standard error. */
  private static final class Complaints extends java.io.OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public void write(int one) {
      if (kept.size() < KEPT_COMPLAINTS) {
        kept.write(one);
      }
    }

    String text() {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
