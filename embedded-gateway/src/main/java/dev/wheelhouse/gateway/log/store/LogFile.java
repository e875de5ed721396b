// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import dev.wheelhouse.gateway.log.LogFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of the log and the two that SQLite keeps beside it. Of the writer's thread. */
final class LogFile {
  private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);
  private static final String JOURNAL = "-wal";
  private static final String INDEX = "-shm";

  private final Path path;
  private @Nullable Object opened;

  LogFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /**
   * Makes it where it is missing, readable by the user only; SQLite gives the others its rights.
   */
  void make() {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mine =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Path folder = path.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (!Files.exists(path)) {
        Files.createFile(path, mine);
      }
    } catch (IOException e) {
      throw new LogFailure("The request log cannot be made: " + e, e);
    }
    opened = identity();
  }

  /**
   * Whether the file of this name is still the one that {@link #make} left. One that was deleted
   * could be written on without an error, and everything would be lost.
   */
  boolean isTheOneOpened() {
    Object now = identity();
    return now != null && now.equals(opened);
  }

  private @Nullable Object identity() {
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key == null ? path : key; // a system without numbers does not let go of open files
    } catch (IOException e) {
      return null;
    }
  }

  /** Says that the file has gone. */
  String missed() {
    LOG.warn("The request log {} was gone, so a new one starts", path);
    return "The file of the request log was gone; a new one began at " + now() + ".";
  }

  /**
   * Renames it and its journal, so that whatever can still be read is kept; says under which name.
   */
  String setAside() {
    String name = path.getFileName() + ".broken-" + Instant.now().toEpochMilli();
    try {
      // the journal first: beside a new file it would be taken for that one's
      move(JOURNAL, name);
      move("", name);
      Files.deleteIfExists(beside(INDEX)); // made anew from the journal
    } catch (IOException e) {
      throw new LogFailure("The damaged request log cannot be set aside: " + e, e);
    }
    LOG.warn("The request log was damaged; it is kept as {}, and a new one starts", name);
    return "The request log was damaged. It is kept as %s, and a new one began at %s."
        .formatted(name, now());
  }

  private void move(String suffix, String name) throws IOException {
    try {
      Files.move(beside(suffix), path.resolveSibling(name + suffix));
    } catch (NoSuchFileException _) {
      // there need not be a journal
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** What file and journal take. */
  long bytes() {
    return size(path) + journalBytes();
  }

  /** What the journal takes. */
  long journalBytes() {
    return size(beside(JOURNAL));
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0; // the journal comes and goes
    }
  }

  private Path beside(String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }
}
