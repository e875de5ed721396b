// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.files;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.load.ComposeSources;
import dev.wheelhouse.engine.compose.read.ComposeLoader;
import dev.wheelhouse.engine.compose.read.Trust;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.templates.Extraction;
import dev.wheelhouse.templates.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one stack below {@code stacks/}. Thread-safe. */
public final class StackFolder {
  private static final Logger log = LoggerFactory.getLogger(StackFolder.class);

  private final StackId id;
  private final Path folder;
  private final Optional<Template> template;
  private final Consents consents;
  private @Nullable Loaded loaded;

  StackFolder(StackId id, Path folder, Optional<Template> template, Consents consents) {
    this.id = id;
    this.folder = folder.toAbsolutePath().normalize();
    this.template = template;
    this.consents = consents;
  }

  /** What was read, and how the files looked then. */
  private record Loaded(Map<Path, FileTime> times, StackFiles files) {}

  public StackId id() {
    return id;
  }

  public Path folder() {
    return folder;
  }

  /** What people call the stack. */
  public String title() {
    return template.map(Template::title).orElse(id.value());
  }

  public String description() {
    return template.map(Template::description).orElse("");
  }

  private Path composeFile() {
    return folder.resolve(template.map(Template::composeFile).orElse("compose.yaml"));
  }

  private Path environmentFile() {
    return folder.resolve(".env");
  }

  /** The model of the files as they are now; reads again only what changed. */
  public synchronized StackFiles files() {
    if (!Files.exists(composeFile())) {
      bringUpToDate();
    }
    List<Path> own = new ArrayList<>(List.of(composeFile(), environmentFile()));
    own.addAll(ComposeSources.overrides(composeFile()));
    Loaded last = loaded;
    if (last != null) {
      own.addAll(last.files().project().reading().files());
    }
    // Looked at first: what changes while it is read is read again the next time.
    Map<Path, FileTime> before = times(own);
    if (last == null || !last.times().equals(before)) {
      StackFiles files = read();
      Map<Path, FileTime> times = times(files.project().reading().files());
      times.putAll(before);
      last = new Loaded(times, files);
      loaded = last;
    }
    return last.files();
  }

  private static Map<Path, FileTime> times(List<Path> files) {
    Map<Path, FileTime> times = new LinkedHashMap<>();
    files.forEach(file -> times.put(file, time(file)));
    return times;
  }

  private StackFiles read() {
    Map<String, String> name = Map.of("COMPOSE_PROJECT_NAME", id.value());
    ComposeProject project =
        consents.read(id).isEmpty()
            ? ComposeLoader.load(composeFile(), name, Trust.OWN)
            : ComposeLoader.load(StackImports.sources(id, folder), Trust.AGREED);
    return new StackFiles(id, folder, project, ComposeLoader.environment(folder, name));
  }

  private static FileTime time(Path file) {
    try {
      return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
    } catch (IOException e) {
      return FileTime.fromMillis(-1);
    }
  }

  /** Makes everything that a start needs: the template's files and missing secrets. */
  public synchronized StackFiles prepare() {
    bringUpToDate();
    // also what a compose file includes by env_file may have changed
    loaded = null;
    StackFiles files = files();
    checkConsent(files.project());
    InlineFiles.write(files.project());
    new SecretFiles(files.project()).make();
    return files;
  }

  /** What was imported starts only as long as it asks for nothing that nobody has agreed to. */
  private void checkConsent(ComposeProject project) {
    Optional<Set<String>> accepted = consents.read(id);
    if (accepted.isEmpty()) {
      return;
    }
    List<String> fresh =
        project.reading().dangers().stream()
            .filter(danger -> !accepted.get().contains(Consents.text(danger)))
            .map(danger -> danger.what() + ": " + danger.why() + " (" + danger.key() + ")")
            .toList();
    if (!fresh.isEmpty()) {
      throw new ProblemException(
          new StackProblem.DangersChanged(id.value(), folder.toString(), fresh));
    }
  }

  /** The secrets that {@link #prepare} would make. */
  public List<String> missingSecrets() {
    return new SecretFiles(files().project()).missing();
  }

  /** Writes lines of {@code .env}; an empty value removes one. */
  public synchronized void setVariables(Map<String, String> values) {
    files();
    new EnvFile(environmentFile()).set(values);
    loaded = null;
  }

  private void bringUpToDate() {
    if (template.isEmpty()) {
      return;
    }
    try {
      PrivateFiles.folder(folder);
      Extraction extraction = template.get().extractTo(folder);
      if (extraction.changedAnything()) {
        log.info("Files of stack {} brought up to date: {}", id, extraction);
        loaded = null;
      }
    } catch (IOException e) {
      throw new ProblemException(
          new InputProblem.FileTrouble(folder.toString(), String.valueOf(e.getMessage())), e);
    }
  }
}
