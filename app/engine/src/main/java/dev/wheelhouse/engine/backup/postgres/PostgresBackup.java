// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.postgres;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.Manifest.Count;
import dev.wheelhouse.engine.backup.service.Capture;
import dev.wheelhouse.engine.backup.service.Comparison;
import dev.wheelhouse.engine.backup.service.Comparison.Found;
import dev.wheelhouse.engine.backup.service.Load;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.backup.service.ServiceBackup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL: {@code pg_dump -Fc} of each database and {@code pg_dumpall --globals-only} for the
 * roles, by the tools in the server's own container. The live volume is never copied: such a copy
 * starts, passes every check, and lacks committed rows.
 */
public final class PostgresBackup implements ServiceBackup {
  static final String DUMP = "pg-dump";
  static final String GLOBALS = "pg-globals";

  private static final Pattern VERSION = Pattern.compile("\\D*(\\d+)(?:\\.(\\d+))?.*");

  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public boolean needsServer() {
    return true;
  }

  @Override
  public String version(Server server) {
    String text = server.output("asking for the version", List.of("postgres", "--version"));
    Matcher matcher = VERSION.matcher(text.strip());
    if (!matcher.matches()) {
      throw server.failed("asking for the version", text.strip());
    }
    String minor = matcher.group(2);
    return minor == null ? matcher.group(1) : matcher.group(1) + "." + minor;
  }

  /** A dump goes into the same or a later major version, never back. */
  @Override
  public List<String> refusals(String taken, String present) {
    return major(present) < major(taken)
        ? List.of(
            "PostgreSQL "
                + present
                + " cannot read a dump of PostgreSQL "
                + taken
                + ", a later one")
        : List.of();
  }

  private static int major(String version) {
    Matcher matcher = VERSION.matcher(version);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  @Override
  public long estimate(Server server) {
    Postgres postgres = new Postgres(server);
    List<String> rows = postgres.query("asking for the size", postgres.database(), Queries.SIZE);
    return Long.parseLong(rows.getFirst());
  }

  @Override
  public Manifest.Service capture(Capture capture) {
    return new PostgresCapture(capture).run(version(capture.server()));
  }

  @Override
  public List<String> check(Load load) {
    return new PostgresCheck(load).run();
  }

  @Override
  public Comparison load(Load load, String volume) {
    return new PostgresLoad(load).run(volume);
  }

  @Override
  public Comparison compare(Server server, Manifest.Service taken, Comparison.Mode mode) {
    return Comparison.of(taken, found(new Postgres(server), taken), mode);
  }

  /** Counts what the databases of the backup hold now. */
  static Found found(Postgres postgres, Manifest.Service taken) {
    List<Count> counts = new ArrayList<>();
    Map<String, String> owners = new TreeMap<>();
    for (Manifest.Member member : taken.members()) {
      if (member.kind().equals(DUMP)) {
        String database = member.subject();
        List<String> rows = postgres.query("counting in " + database, database, Queries.EVERYTHING);
        Found found = Queries.found(database, rows);
        counts.addAll(found.counts());
        owners.putAll(found.owners());
      }
    }
    return new Found(counts, owners);
  }
}
