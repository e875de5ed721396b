// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.files;

import dev.wheelhouse.engine.compose.load.ComposeSources;
import dev.wheelhouse.engine.compose.load.ModelLoader;
import dev.wheelhouse.engine.compose.read.ComposeLoader;
import dev.wheelhouse.engine.compose.read.Trust;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackImport;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes Compose projects from elsewhere. What is shown to people is the copy that becomes the
 * stack, so nobody can change it between the look and the yes. Thread-safe.
 */
public final class StackImports {
  private static final String OWN_FILE = "compose.yaml";
  private static final String COPY = ".import-";

  private static final Logger log = LoggerFactory.getLogger(StackImports.class);

  private final Path root;
  private final Set<String> reserved;
  private final Consents consents;

  /**
   * @param reserved names that no project gets, such as those of the catalogue
   */
  public StackImports(Path root, Set<String> reserved) {
    this.reserved = Set.copyOf(reserved);
    this.root = root.toAbsolutePath().normalize();
    this.consents = new Consents(this.root);
  }

  /**
   * Copies the project and looks at it; {@link #accept} or {@link #drop} comes next. The folder of
   * a stack that was imported before is looked at where it is.
   *
   * @param source a folder with a Compose file, or that file
   * @param name what the stack is called; empty for what the project calls itself
   * @throws ProblemException {@code ComposeInvalid}, {@code BadInput} or {@code FileTrouble}
   */
  public StackImport look(Path source, String name) {
    Path given = source.toAbsolutePath().normalize();
    Path file = Files.isDirectory(given) ? ComposeSources.inFolder(given) : given;
    if (file == null || !Files.isRegularFile(file)) {
      throw bad(
          given.toString(),
          "there is no Compose file",
          "Name a folder with a compose.yaml, or the file.");
    }
    Path folder = file.resolveSibling(".").normalize();
    if (root.equals(folder.getParent())) {
      return again(folder);
    }
    removeOld();
    Path copy = root.resolve(COPY + UUID.randomUUID());
    try {
      PrivateFiles.folder(copy);
      List<String> notices = new ArrayList<>(ProjectCopy.copy(folder, copy, wanted(given, file)));
      Path own = copy.resolve(OWN_FILE);
      if (!file.getFileName().toString().equals(OWN_FILE)) {
        Path same = copy.resolve(file.getFileName().toString());
        Files.copy(same, own, StandardCopyOption.REPLACE_EXISTING);
      }
      StackId id = id(name, folder, own);
      checkFree(id, root.resolve(id.value()));
      return looked(id, given, copy, notices);
    } catch (IOException e) {
      remove(copy);
      throw trouble(given, e);
    } catch (RuntimeException e) {
      remove(copy);
      throw e;
    }
  }

  /** Copies of programs that were ended at the question. */
  private void removeOld() {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(root, COPY + "*")) {
      for (Path copy : copies) {
        if (Files.getLastModifiedTime(copy).toInstant().isBefore(yesterday)) {
          ProjectCopy.remove(copy);
        }
      }
    } catch (IOException e) {
      log.info("Old copies of projects below {} are not removed: {}", root, e.getMessage());
    }
  }

  /** All of a folder; of a single file only what it names in its folder. */
  private static List<Path> wanted(Path given, Path file) {
    Path folder = file.resolveSibling(".").normalize();
    if (given.equals(folder)) {
      return List.of(folder);
    }
    ComposeSources sources = ComposeSources.of(file, Map.of());
    List<Path> wanted = new ArrayList<>(sources.files());
    wanted.add(folder.resolve(".env"));
    ModelLoader.load(
        sources,
        (project, named, place) -> {
          Trust.IMPORTED.guard().check(project, named, place);
          wanted.add(named);
        });
    named(ComposeLoader.document(sources, Trust.IMPORTED), folder, wanted);
    return wanted;
  }

  /** Paths are absolute in the long form of a project. */
  private static void named(Object value, Path folder, List<Path> into) {
    switch (value) {
      case Map<?, ?> map -> map.values().forEach(item -> named(item, folder, into));
      case List<?> list -> list.forEach(item -> named(item, folder, into));
      case String text when text.startsWith(folder.toString()) && text.indexOf(0) < 0 -> {
        Path path = Path.of(text).normalize();
        if (path.startsWith(folder)) {
          into.add(path);
        }
      }
      default -> {}
    }
  }

  private StackImport again(Path folder) {
    String name = String.valueOf(folder.getFileName());
    if (!StackId.isValid(name) || consents.read(new StackId(name)).isEmpty()) {
      throw bad(
          folder.toString(),
          "it is among the stacks and was not imported",
          "Start it with wheelhouse up " + name + ".");
    }
    return looked(new StackId(name), folder, folder, List.of());
  }

  private static StackImport looked(StackId id, Path source, Path copy, List<String> leftOut) {
    ComposeSources sources = sources(id, copy);
    List<String> notices = new ArrayList<>(leftOut);
    try {
      notices.addAll(ComposeLoader.load(sources, Trust.AGREED).reading().notices());
    } catch (ProblemException e) {
      notices.add("it cannot be started as it is: " + e.problem().cause());
      notices.addAll(e.problem().evidence());
    }
    return new StackImport(id, source, copy, ComposeLoader.dangers(sources), notices);
  }

  /**
   * The files of a project from elsewhere.
   *
   * @throws ProblemException {@code BadInput} when one of them leads out of the folder
   */
  static ComposeSources sources(StackId id, Path folder) {
    List<Path> own = new ArrayList<>(List.of(folder.resolve(OWN_FILE), folder.resolve(".env")));
    own.addAll(ComposeSources.overrides(folder.resolve(OWN_FILE)));
    for (Path file : own) {
      if (!Trust.inside(folder, file)) {
        throw bad(
            file.toString(),
            "it is a link to " + Trust.real(file) + ", outside the stack's folder",
            "Put the file itself there.");
      }
    }
    return ComposeSources.of(folder.resolve(OWN_FILE), Map.of("COMPOSE_PROJECT_NAME", id.value()));
  }

  private static StackId id(String name, Path folder, Path file) {
    String text = name;
    if (text.isEmpty()) {
      // The copy's folder has a name of ours; the project's name falls back to its own folder's.
      String fallback =
          String.valueOf(folder.getFileName())
              .toLowerCase(java.util.Locale.ROOT)
              .replaceAll("[^a-z0-9_-]", "")
              .replaceFirst("^[_-]+", "");
      text = ModelLoader.load(ComposeSources.of(file, Map.of()), Trust.IMPORTED.guard()).name();
      text = text.startsWith("import-") ? fallback : text;
    }
    if (!StackId.isValid(text)) {
      throw bad(
          "The name \"" + text + "\"",
          "it is no name of a stack",
          "Give one with --name: small letters, digits, - and _.");
    }
    return new StackId(text);
  }

  /** Makes it a stack, and remembers what was accepted. */
  public StackId accept(StackImport looked) {
    try {
      Path folder = root.resolve(looked.id().value());
      // First the consent: a stack without one would count as the user's own, and never be asked.
      if (looked.copy().equals(folder)) {
        consents.write(looked.id(), looked.dangers());
      } else {
        checkFree(looked.id(), folder);
        consents.write(looked.id(), looked.dangers());
        move(looked, folder);
      }
      return looked.id();
    } catch (IOException e) {
      throw trouble(looked.copy(), e);
    }
  }

  private void move(StackImport looked, Path folder) throws IOException {
    try {
      Files.move(looked.copy(), folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      consents.remove(looked.id());
      throw e;
    }
  }

  private void checkFree(StackId id, Path folder) {
    if (reserved.contains(id.value()) || Files.exists(folder)) {
      throw bad(
          "The name \"" + id + "\"",
          "there is a stack of that name",
          "Give another one with --name, or stop and remove that stack.");
    }
  }

  /** Removes the copy. */
  public void drop(StackImport looked) {
    if (String.valueOf(looked.copy().getFileName()).startsWith(COPY)) {
      remove(looked.copy());
    }
  }

  private static void remove(Path copy) {
    try {
      ProjectCopy.remove(copy);
    } catch (IOException e) {
      throw trouble(copy, e);
    }
  }

  private static ProblemException bad(String what, String detail, String remedy) {
    return new ProblemException(new InputProblem.BadInput(what, detail, remedy));
  }

  private static ProblemException trouble(Path file, IOException e) {
    return new ProblemException(
        new InputProblem.FileTrouble(file.toString(), String.valueOf(e.getMessage())), e);
  }
}
