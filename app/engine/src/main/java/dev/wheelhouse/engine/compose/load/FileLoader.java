// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.load;

import dev.wheelhouse.engine.compose.form.Canonical;
import dev.wheelhouse.engine.compose.form.Defaults;
import dev.wheelhouse.engine.compose.form.Paths;
import dev.wheelhouse.engine.compose.shape.ShapeCheck;
import dev.wheelhouse.engine.compose.source.Interpolation;
import dev.wheelhouse.engine.compose.source.YamlReader;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.tree.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files of a project, of something included, or of something extended, as one. */
final class FileLoader {
  private static final int MOST_FILES = 200;
  private static final int MOST_EMPTIED = 1000;

  private final Path project;
  private final Guard guard;
  private int count;

  /**
   * For one project.
   *
   * @param project its folder
   */
  FileLoader(Path project, Guard guard) {
    this.project = project;
    this.guard = guard;
  }

  /** The project's own files as one, in long forms, with absolute paths. */
  Tree.Branch project(List<Path> files, Path folder, Map<String, String> variables) {
    return model(files, folder, variables, List.of());
  }

  /** The same for files that are included on the way from those in {@code way}. */
  Tree.Branch model(List<Path> files, Path folder, Map<String, String> variables, List<Path> way) {
    List<Path> further = new ArrayList<>(way);
    further.add(files.getFirst());
    Includes includes = new Includes(this, folder, variables, further);
    Tree.Branch model = null;
    for (Path file : files) {
      for (YamlReader.Document document : documents(file, variables)) {
        Tree.Branch root = Casts.of(document.root());
        root = new Extends(this, variables, document.emptied()).apply(root, file, folder);
        Tree.Branch base = model == null ? new Tree.Branch(root.place(), Map.of()) : model;
        base = emptied(base, document.emptied());
        root = includes.apply(root);
        Tree.Branch merged = Merge.files(base, root);
        new Bounds().add(merged);
        model = Unique.of(merged);
        ShapeCheck.check(model);
        model = model.without("version");
      }
    }
    if (model == null) {
      throw YamlReader.noMap(name(files.getFirst()));
    }
    Tree.Branch canonical = Defaults.of(Unique.of(Canonical.of(model)));
    return environmentOf(Paths.of(canonical, folder), variables);
  }

  /** The services of a file that others extend. */
  Tree.Branch base(Path file, Map<String, String> variables) {
    Tree.Branch model = null;
    for (YamlReader.Document document : documents(file, variables)) {
      Tree.Branch root = Casts.of(document.root());
      model = model == null ? root : Merge.files(model, root);
    }
    if (model == null) {
      throw YamlReader.noMap(name(file));
    }
    Tree.Branch canonical = Unique.of(Canonical.of(Unique.of(model)));
    Path folder = file.resolveSibling(".").normalize();
    return Paths.of(canonical, folder).branch("services");
  }

  /** Throws when that file must not, or cannot, be read. */
  void check(Path file, Place place, String shown) {
    guard.check(project, file, place);
    if (!Files.isRegularFile(file)) {
      throw place.invalid(
          "there is no file \"" + shown + "\"", "Make the file, or mend its path here.");
    }
  }

  /** A remote file would run what somebody else may change at any time. */
  static void local(String path, Place place) {
    if (path.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*") || path.startsWith("git@")) {
      throw place.invalid(
          "files from elsewhere are not fetched: " + path,
          "Download it, look at it, and name the file on this machine.");
    }
  }

  private List<YamlReader.Document> documents(Path file, Map<String, String> variables) {
    String name = name(file);
    if (++count > MOST_FILES) {
      throw new Place(name, 1, 1, "")
          .invalid(
              "the project has more than " + MOST_FILES + " files", "Look for a file too many.");
    }
    List<YamlReader.Document> documents = YamlReader.read(file, name, new Interpolation(variables));
    for (YamlReader.Document document : documents) {
      if (document.emptied().size() > MOST_EMPTIED) {
        throw document
            .root()
            .place()
            .invalid(
                "it empties more than " + MOST_EMPTIED + " places",
                "Leave out what it resets in the file before.");
      }
    }
    return documents;
  }

  /** As people know it: seen from the project's folder. */
  private String name(Path file) {
    return file.startsWith(project) ? project.relativize(file).toString() : file.toString();
  }

  /** Takes out what a later file empties. */
  static Tree.Branch emptied(Tree.Branch base, List<TreePath> paths) {
    Tree.Branch result = base;
    for (TreePath path : paths) {
      result = without(result, path.keys());
    }
    return result;
  }

  private static Tree.Branch without(Tree.Branch branch, List<String> keys) {
    if (keys.isEmpty()) {
      return branch;
    }
    String key = keys.getFirst();
    if (keys.size() == 1) {
      return branch.without(key);
    }
    return branch.get(key) instanceof Tree.Branch child
        ? branch.with(key, without(child, keys.subList(1, keys.size())))
        : branch;
  }

  /** A name alone in a list takes the value that holds where the file is included. */
  private static Tree.Branch environmentOf(Tree.Branch root, Map<String, String> variables) {
    Map<String, Tree> services = new LinkedHashMap<>();
    root.branch("services")
        .children()
        .forEach((name, value) -> services.put(name, withValues(value, variables)));
    return services.isEmpty()
        ? root
        : root.with("services", new Tree.Branch(root.branch("services").place(), services));
  }

  private static Tree withValues(Tree service, Map<String, String> variables) {
    if (!(service instanceof Tree.Branch branch)
        || !(branch.get("environment") instanceof Tree.Row row)) {
      return service;
    }
    List<Tree> items = new ArrayList<>();
    for (Tree item : row.items()) {
      String value = item instanceof Tree.Leaf leaf ? variables.get(leaf.text()) : null;
      items.add(
          item instanceof Tree.Leaf leaf && value != null
              ? Tree.Leaf.text(leaf.place(), leaf.text() + "=" + value)
              : item);
    }
    return branch.with("environment", new Tree.Row(row.place(), items));
  }
}
