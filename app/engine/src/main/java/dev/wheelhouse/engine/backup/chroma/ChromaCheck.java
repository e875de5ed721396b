// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.chroma;

import dev.wheelhouse.engine.backup.format.BackupFolders;
import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.TarGuard;
import dev.wheelhouse.engine.backup.format.TarSource;
import dev.wheelhouse.engine.backup.service.Load;
import dev.wheelhouse.engine.backup.service.Meter;
import dev.wheelhouse.engine.platform.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Level L2 of Chroma: the tar is read whole, and SQLite checks its database. Needs no engine. */
final class ChromaCheck {
  private static final Set<String> WANTED =
      Set.of(ChromaBackup.DATABASE, ChromaBackup.DATABASE + "-wal");

  private final Load load;
  private final Manifest.Member member;

  ChromaCheck(Load load, Manifest.Member member) {
    this.load = load;
    this.member = member;
  }

  List<String> run() {
    Path scratch = load.folder().resolveSibling(scratchName());
    try {
      PrivateFiles.folder(scratch);
      try {
        if (!extract(scratch)) {
          return List.of(member.name() + " holds no " + ChromaBackup.DATABASE);
        }
        return integrity(scratch.resolve(ChromaBackup.DATABASE));
      } finally {
        BackupFolders.remove(scratch);
      }
    } catch (IOException e) {
      return List.of(member.name() + " cannot be read: " + e.getMessage());
    }
  }

  /** Starts with a dot, so it is no backup, and names the process, so others can clear it. */
  private static String scratchName() {
    return BackupFolders.SCRATCH + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
  }

  private boolean extract(Path scratch) throws IOException {
    boolean found = false;
    Meter meter = load.meter("Checking " + load.taken().service(), member.size());
    try (InputStream file = Files.newInputStream(load.path(member));
        TarGuard tar = new TarGuard(file, TarGuard.Limits.STANDARD)) {
      byte[] buffer = new byte[256 * 1024];
      for (Optional<TarSource.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
        boolean wanted = WANTED.contains(next.get().name()) && !next.get().folder();
        found |= wanted && next.get().name().equals(ChromaBackup.DATABASE);
        try (OutputStream out =
            wanted
                ? Channels.newOutputStream(PrivateFiles.create(scratch.resolve(next.get().name())))
                : OutputStream.nullOutputStream()) {
          for (int read = tar.content().read(buffer); read >= 0; ) {
            out.write(buffer, 0, read);
            meter.accept(read);
            read = tar.content().read(buffer);
          }
        }
      }
    }
    return found;
  }

  private List<String> integrity(Path database) {
    List<String> answers = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(20)")) {
        while (rows.next()) {
          answers.add(rows.getString(1));
        }
      }
      try (ResultSet rows =
          statement.executeQuery("SELECT count(*) FROM sqlite_master WHERE name = 'collections'")) {
        if (!rows.next() || rows.getInt(1) != 1) {
          answers.add("it has no table of collections");
        }
      }
    } catch (SQLException e) {
      answers.add(String.valueOf(e.getMessage()));
    }
    return answers.stream()
        .filter(answer -> !answer.equals("ok"))
        .map(answer -> member.name() + ": SQLite says of " + ChromaBackup.DATABASE + ": " + answer)
        .toList();
  }
}
