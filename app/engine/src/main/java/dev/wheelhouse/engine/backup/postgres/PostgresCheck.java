// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.postgres;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.TarFiles;
import dev.wheelhouse.engine.backup.format.TarStream;
import dev.wheelhouse.engine.backup.service.Load;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.docker.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Level L2 of PostgreSQL: {@code pg_restore} reads each dump to its end. Listing its contents would
 * prove nothing.
 */
final class PostgresCheck {
  /** Folder inside the container that the dumps are put in. */
  static final String FOLDER = "wheelhouse-load";

  private final Load load;

  PostgresCheck(Load load) {
    this.load = load;
  }

  List<String> run() {
    List<String> findings = new ArrayList<>(checkGlobals());
    Server tools = load.workbench().tools(load.blueprint());
    for (Manifest.Member member : load.members(PostgresBackup.DUMP)) {
      put(load, tools, List.of(member));
      ExecResult result = tools.execLong(List.of("pg_restore", "--file=/dev/null", path(member)));
      if (!result.ok() || !result.error().isBlank()) {
        findings.add(member.name() + " cannot be read by pg_restore: " + first(result.error()));
      }
      tools.exec(List.of("rm", "-f", path(member)));
    }
    return findings;
  }

  private List<String> checkGlobals() {
    List<String> findings = new ArrayList<>();
    for (Manifest.Member member : load.members(PostgresBackup.GLOBALS)) {
      try {
        Globals.script(Files.readString(load.path(member)), Set.of(), "");
      } catch (Globals.Refused e) {
        findings.add(member.name() + " has " + e.getMessage());
      } catch (IOException e) {
        findings.add(member.name() + " cannot be read: " + e.getMessage());
      }
    }
    return findings;
  }

  /** Puts members into a container, where only its own users can read them. */
  static void put(Load load, Server server, List<Manifest.Member> members) {
    try {
      TarFiles.Builder files = TarFiles.builder().folder(FOLDER, 0, 0);
      for (Manifest.Member member : members) {
        files.file(FOLDER + "/" + fileName(member), load.path(member), 0, 0);
      }
      try (TarStream tar = new TarStream(files.build())) {
        server.docker().copyTo(server.container(), "/", tar);
      }
    } catch (IOException e) {
      throw load.failed("copying the dumps into a container", e);
    }
  }

  static String path(Manifest.Member member) {
    return "/" + FOLDER + "/" + fileName(member);
  }

  private static String fileName(Manifest.Member member) {
    return member.name().substring(member.name().lastIndexOf('/') + 1);
  }

  private static String first(String error) {
    return error.lines().filter(line -> !line.isBlank()).findFirst().orElse("it says nothing");
  }
}
