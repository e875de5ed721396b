// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.load;

import dev.wheelhouse.engine.compose.form.Paths;
import dev.wheelhouse.engine.compose.source.DotEnv;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds what {@code include} names: whole projects with folders and variables of their own. */
final class Includes {
  private static final List<String> PARTS =
      List.of("services", "volumes", "networks", "secrets", "configs");

  /** What people name so that no variables are read, not even those beside the file. */
  private static final String NOTHING = "/dev/null";

  private final FileLoader loader;
  private final Path folder;
  private final Map<String, String> variables;
  private final List<Path> way;

  /**
   * For the files of one folder.
   *
   * @param way the files that were included to come here
   */
  Includes(FileLoader loader, Path folder, Map<String, String> variables, List<Path> way) {
    this.loader = loader;
    this.folder = folder;
    this.variables = variables;
    this.way = way;
  }

  Tree.Branch apply(Tree.Branch root) {
    Tree.Branch result = root.without("include");
    Tree include = root.get("include");
    if (include == null || include instanceof Tree.Nothing) {
      return result;
    }
    if (!(include instanceof Tree.Row row)) {
      throw include
          .place()
          .invalid(
              "a list is expected here, not " + include.kind(), "Begin each file with \"- \".");
    }
    for (Tree item : row.items()) {
      result = with(result, project(item));
    }
    return result;
  }

  private Tree.Branch project(Tree item) {
    List<Path> files = new ArrayList<>();
    for (Tree.Leaf path : texts(item instanceof Tree.Branch wide ? wide.get("path") : item)) {
      FileLoader.local(path.text(), path.place());
      Path file = Path.of(Paths.absolute(folder, path.text(), path.place())).normalize();
      loader.check(file, path.place(), path.text());
      files.add(file);
    }
    if (files.isEmpty()) {
      throw item.place().invalid("it names no file to include", "Add path: FILE.");
    }
    circle(files.getFirst(), item.place());
    Path own = files.getFirst().resolveSibling(".").normalize();
    if (item instanceof Tree.Branch wide && wide.has("project_directory")) {
      own =
          Path.of(Paths.absolute(folder, wide.text("project_directory"), wide.place())).normalize();
    }
    return loader.model(files, own, environment(item, own), way);
  }

  private void circle(Path file, Place place) {
    if (way.contains(file)) {
      String names =
          way.stream().map(one -> one.getFileName() + " → ").collect(Collectors.joining());
      throw place.invalid(
          "files include each other: " + names + file.getFileName(),
          "Take out one of these \"include\".");
    }
  }

  /** Variables of the project around win over those of the files here. */
  private Map<String, String> environment(Tree item, Path own) {
    Map<String, String> result = new LinkedHashMap<>();
    List<Tree.Leaf> named = texts(item instanceof Tree.Branch wide ? wide.get("env_file") : null);
    for (Tree.Leaf name : named) {
      if (name.text().equals(NOTHING)) {
        continue;
      }
      Path file = Path.of(Paths.absolute(folder, name.text(), name.place())).normalize();
      loader.check(file, name.place(), name.text());
      read(file, result);
    }
    Path usual = own.resolve(".env");
    if (named.isEmpty() && Files.isRegularFile(usual)) {
      loader.check(usual, item.place(), usual.toString());
      read(usual, result);
    }
    result.putAll(variables);
    return result;
  }

  private void read(Path file, Map<String, String> into) {
    Map<String, String> outer = new LinkedHashMap<>(into);
    outer.putAll(variables);
    into.putAll(DotEnv.read(file, outer));
  }

  private static List<Tree.Leaf> texts(@Nullable Tree tree) {
    return switch (tree) {
      case null -> List.of();
      case Tree.Leaf leaf -> List.of(leaf);
      case Tree.Row row ->
          row.items().stream()
              .filter(Tree.Leaf.class::isInstance)
              .map(Tree.Leaf.class::cast)
              .toList();
      case Tree other -> List.of();
    };
  }

  private static Tree.Branch with(Tree.Branch root, Tree.Branch included) {
    Tree.Branch result = root;
    for (String part : PARTS) {
      if (!(included.get(part) instanceof Tree.Branch more)) {
        continue;
      }
      Map<String, Tree> all = new LinkedHashMap<>(result.branch(part).children());
      more.children()
          .forEach((name, value) -> {
            Tree old = all.putIfAbsent(name, value);
            if (old != null && !same(old, value)) {
              throw old.place()
                  .invalid(
                      "\"" + name + "\" is in an included file too, and different there",
                      "Rename one of them, or change it by an override file in the include.");
            }
          });
      result = result.with(part, new Tree.Branch(more.place(), all));
    }
    return result;
  }

  /** Whether two values are the same wherever they stand. */
  private static boolean same(Tree one, Tree two) {
    return switch (one) {
      case Tree.Nothing nothing -> two instanceof Tree.Nothing;
      case Tree.Leaf leaf -> two instanceof Tree.Leaf other && leaf.value().equals(other.value());
      case Tree.Row row -> {
        boolean equal = two instanceof Tree.Row other && row.items().size() == other.items().size();
        for (int i = 0; equal && i < row.items().size(); i++) {
          equal = same(row.items().get(i), ((Tree.Row) two).items().get(i));
        }
        yield equal;
      }
      case Tree.Branch branch ->
          two instanceof Tree.Branch other
              && branch.children().keySet().equals(other.children().keySet())
              && branch.children().entrySet().stream()
                  .allMatch(entry -> {
                    Tree value = other.get(entry.getKey());
                    return value != null && same(entry.getValue(), value);
                  });
    };
  }
}
