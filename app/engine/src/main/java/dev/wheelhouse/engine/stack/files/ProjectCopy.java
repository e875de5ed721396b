// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.files;

import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Copies the folder of a project. Links that lead out of it, pipes and devices are left out. */
final class ProjectCopy extends SimpleFileVisitor<Path> {
  private static final int MOST_FILES = 20_000;
  private static final long MOST_BYTES = 1L << 30;
  private static final Set<String> SKIPPED = Set.of(".git", ".hg", ".svn");

  private final Path from;
  private final Path to;
  private final List<Path> wanted = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private int files;
  private long bytes;

  private ProjectCopy(Path from, Path to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies all.
   *
   * @return a word about each thing that was left out
   */
  static List<String> copy(Path from, Path to) throws IOException {
    return copy(from, to, List.of(from));
  }

  /** The same for these files and folders, seen from the folder, and what is in them. */
  static List<String> copy(Path from, Path to, List<Path> wanted) throws IOException {
    ProjectCopy copy = new ProjectCopy(from.toRealPath(), to);
    wanted.forEach(path -> copy.wanted.add(copy.from.resolve(from.relativize(path).toString())));
    Files.walkFileTree(copy.from, copy);
    return List.copyOf(copy.leftOut);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    boolean onTheWay = wanted.stream().anyMatch(path -> path.startsWith(folder));
    if (SKIPPED.contains(String.valueOf(folder.getFileName()))
        || folder.startsWith(to)
        || (!onTheWay && !isWanted(folder))) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    Files.createDirectories(target(folder));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (!isWanted(file)) {
      return FileVisitResult.CONTINUE;
    }
    count(attributes.size());
    boolean inside = attributes.isRegularFile();
    if (attributes.isSymbolicLink()) {
      inside = !Files.readSymbolicLink(file).isAbsolute() && leadsInside(file);
    }
    if (inside) {
      Files.copy(file, target(file), LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
    } else {
      leftOut.add(from.relativize(file) + " is no file of the folder and is left out");
    }
    return FileVisitResult.CONTINUE;
  }

  /** As the system follows it, over other links too; one that leads nowhere does not. */
  private boolean leadsInside(Path link) {
    try {
      return link.toRealPath().startsWith(from);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (SKIPPED.contains(String.valueOf(file.getFileName())) || !isWanted(file)) {
      return FileVisitResult.CONTINUE;
    }
    if (file.equals(from)) {
      throw failure;
    }
    leftOut.add(from.relativize(file) + " cannot be read and is left out");
    return FileVisitResult.CONTINUE;
  }

  private boolean isWanted(Path path) {
    return wanted.stream().anyMatch(path::startsWith);
  }

  private void count(long size) {
    files++;
    bytes += size;
    if (files > MOST_FILES || bytes > MOST_BYTES) {
      throw new ProblemException(
          new InputProblem.BadInput(
              from.toString(),
              "the folder has more than " + MOST_FILES + " files, or more than 1 GB",
              "Put the Compose file and what it needs into a folder of their own."));
    }
  }

  private Path target(Path path) {
    return to.resolve(from.relativize(path).toString());
  }

  /** Removes a copy with all that is in it. */
  static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
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
          public FileVisitResult postVisitDirectory(
              Path emptied, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
