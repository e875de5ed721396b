// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.form;

import dev.wheelhouse.engine.compose.tree.PathRules;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.tree.TreePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Writes every short form out in its long form. */
public final class Canonical {
  private static final PathRules<UnaryOperator<Tree>> RULES =
      new PathRules<UnaryOperator<Tree>>()
          .add("services.*.build", tree -> named(tree, "context"))
          .add("services.*.build.additional_contexts", Canonical::pairs)
          .add("services.*.build.ssh", Canonical::pairs)
          .add("services.*.depends_on", Canonical::dependsOn)
          .add("services.*.env_file", Canonical::environmentFiles)
          .add("services.*.devices.*", Canonical::device)
          .add("services.*.gpus", Canonical::gpus)
          .add("services.*.extends", tree -> named(tree, "service"))
          .add("services.*.networks", Canonical::networks)
          .add("services.*.ports", Canonical::ports)
          .add(
              "services.*.volumes.*",
              tree -> tree instanceof Tree.Leaf leaf ? VolumeForm.of(leaf) : tree)
          .addAll(
              tree -> named(tree, "source"),
              "services.*.secrets.*",
              "services.*.configs.*",
              "services.*.build.secrets.*")
          .addAll(Canonical::external, "volumes.*", "networks.*", "secrets.*", "configs.*");

  private Canonical() {}

  /** The same file in long forms only. */
  public static Tree.Branch of(Tree.Branch root) {
    return (Tree.Branch) of(root, TreePath.top());
  }

  private static Tree of(Tree tree, TreePath path) {
    UnaryOperator<Tree> rule = RULES.find(path);
    Tree value = rule == null || tree instanceof Tree.Nothing ? tree : rule.apply(tree);
    return switch (value) {
      case Tree.Branch branch -> {
        Map<String, Tree> children = new LinkedHashMap<>();
        branch.children().forEach((key, child) -> children.put(key, of(child, path.at(key))));
        yield new Tree.Branch(branch.place(), children);
      }
      case Tree.Row row ->
          new Tree.Row(
              row.place(), row.items().stream().map(item -> of(item, path.item())).toList());
      case Tree other -> other;
    };
  }

  private static Tree named(Tree tree, String key) {
    return tree instanceof Tree.Leaf leaf ? new Tree.Branch(leaf.place(), Map.of(key, leaf)) : tree;
  }

  static Tree pairs(Tree tree) {
    if (!(tree instanceof Tree.Row row)) {
      return tree;
    }
    Map<String, Tree> result = new LinkedHashMap<>();
    for (Tree item : row.items()) {
      if (item instanceof Tree.Leaf leaf) {
        int equals = leaf.text().indexOf('=');
        if (equals < 0) {
          result.put(leaf.text(), new Tree.Nothing(leaf.place()));
        } else {
          result.put(
              leaf.text().substring(0, equals),
              new Tree.Leaf(leaf.place(), leaf.text().substring(equals + 1), leaf.raw(), true));
        }
      }
    }
    return new Tree.Branch(row.place(), result);
  }

  private static Tree dependsOn(Tree tree) {
    Map<String, Tree> result = new LinkedHashMap<>();
    if (tree instanceof Tree.Row row) {
      row.items().forEach(item -> result.put(text(item), dependency(item.place(), Map.of())));
    } else if (tree instanceof Tree.Branch branch) {
      branch
          .children()
          .forEach((key, value) ->
              result.put(
                  key,
                  value instanceof Tree.Branch one
                      ? dependency(one.place(), one.children())
                      : value));
    }
    return new Tree.Branch(tree.place(), result);
  }

  private static Tree dependency(Place place, Map<String, Tree> given) {
    Map<String, Tree> values = new LinkedHashMap<>();
    values.put("condition", Tree.Leaf.text(place, "service_started"));
    values.putAll(given);
    values.putIfAbsent("required", Tree.Leaf.plain(place, true));
    return new Tree.Branch(place, values);
  }

  private static Tree device(Tree tree) {
    if (!(tree instanceof Tree.Leaf leaf)) {
      return tree;
    }
    String[] parts = leaf.text().split(":", -1);
    if (parts.length > 3) {
      throw leaf.place()
          .invalid(
              "\"" + leaf.text() + "\" has too many colons",
              "Write the long form with source, target and permissions.");
    }
    Map<String, Tree> result = new LinkedHashMap<>();
    String target = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : parts[0];
    result.put("source", Tree.Leaf.text(leaf.place(), parts[0]));
    result.put("target", Tree.Leaf.text(leaf.place(), target));
    result.put("permissions", Tree.Leaf.text(leaf.place(), parts.length > 2 ? parts[2] : "rwm"));
    return new Tree.Branch(leaf.place(), result);
  }

  private static Tree gpus(Tree tree) {
    return tree instanceof Tree.Leaf leaf
        ? new Tree.Row(leaf.place(), List.of(new Tree.Branch(leaf.place(), Map.of("count", leaf))))
        : tree;
  }

  private static Tree environmentFiles(Tree tree) {
    List<Tree> items = tree instanceof Tree.Row row ? row.items() : List.of(tree);
    List<Tree> result = new ArrayList<>();
    for (Tree item : items) {
      Tree.Branch one = (Tree.Branch) branch(named(item, "path"));
      result.add(
          one.has("required") ? one : one.with("required", Tree.Leaf.plain(one.place(), true)));
    }
    return new Tree.Row(tree.place(), result);
  }

  private static Tree branch(Tree tree) {
    if (tree instanceof Tree.Branch) {
      return tree;
    }
    throw tree.place()
        .invalid("a file is expected here, not " + tree.kind(), "Write the path of the file.");
  }

  private static Tree networks(Tree tree) {
    if (!(tree instanceof Tree.Row row)) {
      return tree;
    }
    Map<String, Tree> result = new LinkedHashMap<>();
    row.items().forEach(item -> result.put(text(item), new Tree.Nothing(item.place())));
    return new Tree.Branch(row.place(), result);
  }

  private static Tree ports(Tree tree) {
    if (!(tree instanceof Tree.Row row)) {
      return tree;
    }
    List<Tree> result = new ArrayList<>();
    for (Tree item : row.items()) {
      if (item instanceof Tree.Leaf leaf) {
        result.addAll(PortForm.of(leaf));
      } else {
        result.add(item);
      }
    }
    return new Tree.Row(row.place(), result);
  }

  /** {@code external: {name: x}} is the old way to say {@code external: true, name: x}. */
  private static Tree external(Tree tree) {
    if (!(tree instanceof Tree.Branch resource)
        || !(resource.get("external") instanceof Tree.Branch old)) {
      return tree;
    }
    Tree.Branch changed = resource.with("external", Tree.Leaf.plain(old.place(), true));
    Tree name = old.get("name");
    if (name == null || name instanceof Tree.Nothing) {
      return changed;
    }
    if (resource.has("name") && !resource.text("name").equals(old.text("name"))) {
      throw name.place().invalid("name and external.name say different things", "Keep name only.");
    }
    return changed.with("name", name);
  }

  private static String text(Tree item) {
    return item instanceof Tree.Leaf leaf ? leaf.text() : "";
  }
}
