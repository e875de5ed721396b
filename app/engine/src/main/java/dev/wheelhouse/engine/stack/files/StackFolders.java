// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.files;

import dev.wheelhouse.engine.platform.OperationLocks;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.templates.Template;
import dev.wheelhouse.templates.Templates;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All stacks: those of the catalogue, and folders with a Compose file below {@code stacks/}. */
public final class StackFolders {
  private static final Logger log = LoggerFactory.getLogger(StackFolders.class);

  private final Path root;
  private final OperationLocks locks;
  private final Consents consents;
  private final Map<StackId, StackFolder> folders = new LinkedHashMap<>();

  public StackFolders(Path root, Templates templates) {
    this.root = root;
    this.locks = new OperationLocks(root);
    this.consents = new Consents(root);
    for (Template template : templates.list()) {
      StackId id = new StackId(template.id());
      folders.put(
          id, new StackFolder(id, root.resolve(id.value()), Optional.of(template), consents));
    }
  }

  /** The locks that let one operation at a time work on a stack. */
  public OperationLocks locks() {
    return locks;
  }

  /** Every stack there is now. */
  public synchronized List<StackFolder> list() {
    lookForMore();
    return List.copyOf(folders.values());
  }

  /**
   * The stack's folder.
   *
   * @throws ProblemException {@code NoSuchStack}
   */
  public synchronized StackFolder get(StackId id) {
    if (!folders.containsKey(id)) {
      lookForMore();
    }
    StackFolder folder = folders.get(id);
    if (folder == null) {
      List<String> known = folders.keySet().stream().map(StackId::value).toList();
      throw new ProblemException(new StackProblem.NoSuchStack(id.value(), known));
    }
    return folder;
  }

  private void lookForMore() {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(root, Files::isDirectory)) {
      List<Path> found = new ArrayList<>();
      children.forEach(found::add);
      found.stream().sorted().forEach(this::add);
    } catch (IOException e) {
      log.warn("{} cannot be listed: {}", root, e.getMessage());
    }
  }

  private void add(Path folder) {
    String name = String.valueOf(folder.getFileName());
    if (StackId.isValid(name) && Files.isRegularFile(folder.resolve("compose.yaml"))) {
      StackId id = new StackId(name);
      folders.computeIfAbsent(
          id, fresh -> new StackFolder(fresh, folder, Optional.empty(), consents));
    }
  }
}
