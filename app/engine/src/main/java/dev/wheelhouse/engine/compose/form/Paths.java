// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.form;

import dev.wheelhouse.engine.compose.tree.PathRules;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.tree.TreePath;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the paths of a file absolute. */
public final class Paths {
  private enum Rule {
    FILE,
    CONTEXT,
    MOUNT,
    VOLUME
  }

  private static final PathRules<Rule> RULES =
      new PathRules<Rule>()
          .addAll(
              Rule.FILE,
              "services.*.env_file.*.path",
              "services.*.label_file.*",
              "services.*.extends.file",
              "services.*.develop.watch.*.path",
              "configs.*.file",
              "secrets.*.file")
          .addAll(
              Rule.CONTEXT, "services.*.build.context", "services.*.build.additional_contexts.*")
          .add("services.*.volumes.*", Rule.MOUNT)
          .add("volumes.*", Rule.VOLUME);
  private static final List<String> REMOTE =
      List.of("https://", "http://", "git://", "ssh://", "github.com/", "git@");

  private final Path folder;

  private Paths(Path folder) {
    this.folder = folder;
  }

  /** The same file with paths that start at that folder made absolute. */
  public static Tree.Branch of(Tree.Branch root, Path folder) {
    return (Tree.Branch) new Paths(folder).of(root, TreePath.top());
  }

  /** The absolute path that the text means, seen from that folder. */
  public static String absolute(Path folder, String text, Place place) {
    try {
      return absolute(folder, text);
    } catch (InvalidPathException e) {
      throw place.invalid("it is no path: " + e.getReason(), "Write the path of a file or folder.");
    }
  }

  private static String absolute(Path folder, String text) {
    if (text.isEmpty()) {
      return text;
    }
    if (text.indexOf(0) >= 0) {
      throw new InvalidPathException(text, "it has a NUL character");
    }
    if (text.startsWith("~")) {
      String rest = text.substring(1).replaceFirst("^/+", "");
      return Path.of(System.getProperty("user.home")).resolve(rest).normalize().toString();
    }
    if (text.startsWith("/") || text.matches("[A-Za-z]:[\\\\/].*|\\\\\\\\.*")) {
      return text;
    }
    return folder.resolve(text).normalize().toString();
  }

  private Tree of(Tree tree, TreePath path) {
    Rule rule = RULES.find(path);
    if (rule != null) {
      return apply(rule, tree);
    }
    return switch (tree) {
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

  private Tree apply(Rule rule, Tree tree) {
    return switch (rule) {
      case FILE -> file(tree);
      case CONTEXT -> remote(tree) ? tree : file(tree);
      case MOUNT -> tree instanceof Tree.Branch mount ? mount(mount) : tree;
      case VOLUME -> tree instanceof Tree.Branch volume ? volume(volume) : tree;
    };
  }

  private Tree file(Tree tree) {
    return tree instanceof Tree.Leaf leaf
        ? new Tree.Leaf(leaf.place(), absolute(folder, leaf.text(), leaf.place()), leaf.raw(), true)
        : tree;
  }

  private static boolean remote(Tree tree) {
    String text = tree instanceof Tree.Leaf leaf ? leaf.text() : "";
    return text.contains("://") || REMOTE.stream().anyMatch(text::startsWith);
  }

  private Tree mount(Tree.Branch mount) {
    if (!mount.text("type").equals("bind")) {
      return mount;
    }
    Tree source = mount.get("source");
    if (source == null || source instanceof Tree.Nothing) {
      throw mount
          .place()
          .invalid("the mount has no source", "Add source: the path that is mounted.");
    }
    return mount.with("source", file(source));
  }

  /** A volume of the local driver may stand for a folder of this machine. */
  private Tree volume(Tree.Branch volume) {
    Tree.Branch options = volume.branch("driver_opts");
    Tree device = options.get("device");
    if (!volume.text("driver").equals("local")
        || !options.text("o").equals("bind")
        || device == null) {
      return volume;
    }
    return volume.with("driver_opts", options.with("device", file(device)));
  }
}
