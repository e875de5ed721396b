// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import dev.wheelhouse.engine.platform.PrivateFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all backups, one folder each. A name that ends in {@code .partial} is a
 * backup being written or deleted; every other one was complete when it got its name.
 */
public final class BackupFolders {
  public static final String PARTIAL = ".partial";

  /** Start of the name of a folder for files in passing; the process id comes next. */
  public static final String SCRATCH = ".check-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9][a-z0-9_-]{0,62})-(\\d{8}T\\d{6}Z)(?:-\\d{1,3})?");

  private static final Pattern SCRATCH_NAME =
      Pattern.compile(Pattern.quote(SCRATCH) + "(\\d{1,18})-.*");

  private final Path root;

  public BackupFolders(Path root) {
    this.root = root;
  }

  /** What a backup's name says of it. */
  public record Named(String stack, Instant at) {}

  public Path root() {
    return root;
  }

  public Path folder(String backup) {
    return root.resolve(backup);
  }

  /** Reads a name that Wheelhouse gave; empty for any other. */
  public static Optional<Named> named(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Named(matcher.group(1), TIME.parse(matcher.group(2), Instant::from)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Makes the folder of a new backup, still under its partial name; returns that folder. */
  public Path begin(String stack, Instant at) throws IOException {
    PrivateFiles.folder(root);
    String base = stack + "-" + TIME.format(at);
    for (int round = 1; round < 1000; round++) {
      String name = round == 1 ? base : base + "-" + round;
      Path partial = root.resolve(name + PARTIAL);
      if (!Files.exists(root.resolve(name)) && !Files.exists(partial)) {
        return PrivateFiles.folder(partial);
      }
    }
    throw new IOException("too many backups of " + base);
  }

  /** The backup's name: that of the folder, without the ending of a partial one. */
  public static String nameOf(Path folder) {
    String name = String.valueOf(folder.getFileName());
    return name.endsWith(PARTIAL) ? name.substring(0, name.length() - PARTIAL.length()) : name;
  }

  /** Gives the complete backup its name, safe from a power cut; returns its folder. */
  public Path publish(Path partial) throws IOException {
    flushFolders(partial);
    Path published = root.resolve(nameOf(partial));
    Files.move(partial, published, StandardCopyOption.ATOMIC_MOVE);
    PrivateFiles.flushFolder(root);
    return published;
  }

  /** Published backups, whole or damaged. Folders that are none of ours are left out. */
  public List<Path> published() throws IOException {
    return children(null).stream().filter(BackupFolders::ours).toList();
  }

  /** Half backups. */
  public List<Path> partials() throws IOException {
    return children(PARTIAL);
  }

  /** Removes what processes that are gone left of their files in passing. */
  public void removeScratch() throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> found = Files.list(root)) {
      for (Path path : found.toList()) {
        Matcher matcher = SCRATCH_NAME.matcher(path.getFileName().toString());
        if (matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
          remove(path);
        }
      }
    }
  }

  /** Takes the name away first, so that a crash leaves a half backup and no damaged one. */
  public void delete(String backup) throws IOException {
    Path partial = root.resolve(backup + PARTIAL);
    Files.move(root.resolve(backup), partial, StandardCopyOption.ATOMIC_MOVE);
    PrivateFiles.flushFolder(root);
    remove(partial);
  }

  /** Removes a folder with all that is in it; links are removed, never followed. */
  public static void remove(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path done, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(done);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private List<Path> children(@Nullable String ending) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(root)) {
      return found
          .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(path -> path.getFileName().toString().endsWith(PARTIAL) == (ending != null))
          .sorted()
          .toList();
    }
  }

  /** A manifest, or a name that we gave: a lost manifest shows as damage. */
  private static boolean ours(Path folder) {
    return Files.exists(folder.resolve(ManifestFile.NAME))
        || named(folder.getFileName().toString()).isPresent();
  }

  private static void flushFolders(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.filter(Files::isDirectory).toList()) {
        PrivateFiles.flushFolder(path);
      }
    }
  }
}
