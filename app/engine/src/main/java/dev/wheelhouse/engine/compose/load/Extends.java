// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.load;

import dev.wheelhouse.engine.compose.form.Paths;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.tree.TreePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lays services over those that they extend, in the same file or in another. */
final class Extends {
  private static final int LONGEST = 50;

  private final FileLoader loader;
  private final Map<String, String> variables;
  private final List<TreePath> emptied;
  private final Map<Path, Map<String, Tree>> bases = new LinkedHashMap<>();
  private final Bounds bounds = new Bounds();

  /**
   * For one file.
   *
   * @param emptied what the file drops of what it extends
   */
  Extends(FileLoader loader, Map<String, String> variables, List<TreePath> emptied) {
    this.loader = loader;
    this.variables = variables;
    this.emptied = emptied;
  }

  private record Ref(Path file, String service) {
    @Override
    public String toString() {
      return service + " in " + file.getFileName();
    }
  }

  Tree.Branch apply(Tree.Branch root, Path file, Path folder) {
    if (!(root.get("services") instanceof Tree.Branch services)) {
      return root;
    }
    Map<String, Tree> all = new LinkedHashMap<>(services.children());
    for (String name : services.children().keySet()) {
      all.put(name, service(name, all, folder, List.of(new Ref(file, name))));
    }
    return root.with("services", new Tree.Branch(services.place(), all));
  }

  private Tree service(String name, Map<String, Tree> services, Path folder, List<Ref> way) {
    Tree value = services.get(name);
    if (!(value instanceof Tree.Branch service) || !service.has("extends")) {
      return value == null ? new Tree.Nothing(new Place("", 0, 0, "")) : value;
    }
    Tree extension = service.branch("extends");
    Tree given = service.get("extends");
    String reference = given instanceof Tree.Leaf leaf ? leaf.text() : "";
    Place place = given == null ? service.place() : given.place();
    Map<String, Tree> from = services;
    Path file = way.getLast().file();
    Path nextFolder = folder;
    if (given instanceof Tree.Branch wide) {
      reference = wide.text("service");
      if (wide.has("file")) {
        file = file(wide, folder);
        from = base(file);
        nextFolder = file.resolveSibling(".").normalize();
      }
    }
    if (!from.containsKey(reference)) {
      throw extension instanceof Tree.Branch && reference.isEmpty()
          ? place.invalid("it does not say which service it extends", "Add service: NAME.")
          : place.invalid(
              "the service \"" + reference + "\" that it extends is not in " + file.getFileName(),
              "Use one of: " + String.join(", ", from.keySet()) + ".");
    }
    Tree base = service(reference, from, nextFolder, further(way, new Ref(file, reference), place));
    if (!(base instanceof Tree.Branch parent)) {
      return service;
    }
    Tree merged = Merge.services(withoutEmptied(parent, name), service).without("extends");
    bounds.add(merged);
    return merged;
  }

  private static List<Ref> further(List<Ref> way, Ref next, Place place) {
    List<Ref> further = new ArrayList<>(way);
    further.add(next);
    if (way.contains(next)) {
      throw place.invalid(
          "services extend each other: "
              + further.stream().map(Ref::toString).collect(Collectors.joining(" → ")),
          "Take out one of these \"extends\".");
    }
    if (way.size() > LONGEST) {
      throw place.invalid(
          "more than " + LONGEST + " services extend each other in a row",
          "Make the chain of \"extends\" shorter.");
    }
    return further;
  }

  private Path file(Tree.Branch extension, Path folder) {
    Tree tree = extension.get("file");
    String text = extension.text("file");
    Place place = tree == null ? extension.place() : tree.place();
    FileLoader.local(text, place);
    Path file = Path.of(Paths.absolute(folder, text, place)).normalize();
    loader.check(file, place, text);
    return file;
  }

  private Map<String, Tree> base(Path file) {
    Map<String, Tree> known = bases.get(file);
    if (known == null) {
      known = loader.base(file, variables).children();
      bases.put(file, known);
    }
    return known;
  }

  private Tree.Branch withoutEmptied(Tree.Branch base, String name) {
    List<TreePath> own =
        emptied.stream()
            .filter(path -> path.keys().size() > 2)
            .filter(path -> path.keys().subList(0, 2).equals(List.of("services", name)))
            .map(path -> new TreePath(path.keys().subList(2, path.keys().size())))
            .toList();
    return FileLoader.emptied(base, own);
  }
}
