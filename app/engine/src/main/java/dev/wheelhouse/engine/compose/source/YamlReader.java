// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.source;

import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.tree.TreePath;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Turns YAML into a {@link Tree}, with anchors, merges ({@code <<}) and interpolation applied.
 * Files from strangers are read too, so size, depth and what anchors unfold to are bounded.
 */
public final class YamlReader {
  private static final long MOST_BYTES = 1024 * 1024;
  private static final int MOST_NODES = 100_000;
  private static final int DEEPEST = 60;
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final String MERGE = "<<";

  private final String file;
  private final Interpolation interpolation;
  private final List<TreePath> emptied = new ArrayList<>();
  private int nodes;

  private YamlReader(String file, Interpolation interpolation) {
    this.file = file;
    this.interpolation = interpolation;
  }

  /**
   * One document of a file.
   *
   * @param root its values, without those tagged {@code !reset}
   * @param emptied what earlier files say there is dropped: {@code !reset} and {@code !override}
   */
  public record Document(Tree.Branch root, List<TreePath> emptied) {
    public Document {
      emptied = List.copyOf(emptied);
    }
  }

  /**
   * Reads the documents of the file, each a map; mostly there is one. Those that say nothing are
   * left out, so a file that is wholly commented out has none.
   *
   * @param name what messages call the file
   */
  public static List<Document> read(Path path, String name, Interpolation interpolation) {
    return new YamlReader(name, interpolation).documents(content(path, name));
  }

  private static String content(Path path, String file) {
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new Place(file, 0, 0, "")
            .invalid("it is larger than 1 MB", "Name the Compose file itself; none is that large.");
      }
      return Files.readString(path).replace("\uFEFF", "");
    } catch (IOException e) {
      throw new ProblemException(
          new InputProblem.FileTrouble(path.toString(), String.valueOf(e.getMessage())), e);
    }
  }

  private List<Document> documents(String content) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setAllowDuplicateKeys(true)
            .setMaxAliasesForCollections(1000)
            .build();
    try {
      checkDepth(settings, content);
      List<Document> result = new ArrayList<>();
      for (Node root : new Compose(settings).composeAllFromString(content)) {
        document(root).ifPresent(result::add);
      }
      return result;
    } catch (MarkedYamlEngineException e) {
      throw new ProblemException(notYaml(e.getProblemMark(), e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new ProblemException(notYaml(Optional.empty(), String.valueOf(e.getMessage())), e);
    }
  }

  private Optional<Document> document(Node root) {
    emptied.clear();
    return switch (tree(root, new At(new Place(file, 1, 1, ""), TreePath.top(), 0))) {
      case Tree.Branch branch -> Optional.of(new Document(branch, emptied));
      case Tree.Nothing nothing -> Optional.empty();
      case Tree other -> throw noMap(file);
    };
  }

  /** For files that say nothing at all. */
  public static ProblemException noMap(String file) {
    return new Place(file, 1, 1, "")
        .invalid("it holds no map of keys", "Begin the file with keys such as \"services:\".");
  }

  private record At(Place parent, TreePath path, int depth) {
    At deeper(Place place, String key) {
      return new At(place, path.at(key), depth + 1);
    }
  }

  /** The library builds its tree by recursion and would run out of stack. */
  private void checkDepth(LoadSettings settings, String content) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(content)) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > DEEPEST) {
        int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
        throw tooDeep(new Place(file, line, 1, ""));
      }
    }
  }

  private StackProblem notYaml(Optional<Mark> mark, String detail) {
    int line = mark.map(Mark::getLine).orElse(-1) + 1;
    int column = mark.map(Mark::getColumn).orElse(-1) + 1;
    return new StackProblem.ComposeInvalid(
        file,
        line,
        column,
        "",
        "not valid YAML: " + detail,
        "Look at the brackets, quotes and indentation there; tabs cannot indent.");
  }

  private Tree tree(Node node, At at) {
    Place place = place(node, at.parent().key());
    if (++nodes > MOST_NODES) {
      throw place.invalid(
          "its anchors unfold to more than " + MOST_NODES + " values",
          "Write out less by anchors; a Compose file needs a few thousand values at most.");
    }
    if (at.depth() > DEEPEST) {
      throw tooDeep(place);
    }
    if (node.getTag().getValue().equals("!override")) {
      emptied.add(at.path());
    }
    return switch (node) {
      case MappingNode map -> branch(map, place, at);
      case SequenceNode list -> row(list, place, at);
      case ScalarNode scalar -> leaf(scalar, place);
      default ->
          throw place.invalid(
              "this kind of YAML value is not supported", "Write a text, a list or a map.");
    };
  }

  private static ProblemException tooDeep(Place place) {
    return place.invalid(
        "it is nested more than " + DEEPEST + " levels deep", "Write it with fewer levels.");
  }

  private Place place(Node node, String key) {
    Optional<Mark> mark = node.getStartMark();
    return new Place(
        file,
        mark.map(Mark::getLine).orElse(-1) + 1,
        mark.map(Mark::getColumn).orElse(-1) + 1,
        key);
  }

  private Tree.Branch branch(MappingNode map, Place place, At here) {
    Map<String, Tree> own = new LinkedHashMap<>();
    Map<String, Tree> merged = new LinkedHashMap<>();
    for (NodeTuple entry : map.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
        throw place.invalid("keys must be plain texts", "Put the key in quotes.");
      }
      String key = keyNode.getValue();
      Place at = place(keyNode, place.at(key).key());
      if (entry.getValueNode().getTag().getValue().equals("!reset")) {
        emptied.add(here.path().at(key));
      } else if (key.equals(MERGE)) {
        merge(tree(entry.getValueNode(), new At(at, here.path(), here.depth() + 1)), merged);
      } else if (own.put(key, tree(entry.getValueNode(), here.deeper(at, key))) != null) {
        throw at.invalid("the key stands there twice", "Keep one of the two.");
      }
    }
    // What the map says itself wins over what it merges, and keeps the file's order.
    Map<String, Tree> children = new LinkedHashMap<>(own);
    merged.forEach(children::putIfAbsent);
    return new Tree.Branch(place, children);
  }

  /** Of several merged maps the first wins. */
  private static void merge(Tree value, Map<String, Tree> into) {
    List<Tree> maps = value instanceof Tree.Row row ? row.items() : List.of(value);
    for (Tree map : maps) {
      if (!(map instanceof Tree.Branch branch)) {
        throw value
            .place()
            .invalid("only maps can be merged with <<", "Name an anchor of a map after <<.");
      }
      branch.children().forEach(into::putIfAbsent);
    }
  }

  private Tree.Row row(SequenceNode list, Place place, At here) {
    List<Tree> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      String key = place.key() + "[" + items.size() + "]";
      Place at = new Place(file, place.line(), place.column(), key);
      if (!item.getTag().getValue().equals("!reset")) {
        items.add(tree(item, here.deeper(at, TreePath.ITEM)));
      }
    }
    return new Tree.Row(place, items);
  }

  private Tree leaf(ScalarNode scalar, Place place) {
    String raw = scalar.getValue();
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    if (plain && NULLS.contains(raw)) {
      return new Tree.Nothing(place);
    }
    return new Tree.Leaf(place, interpolation.apply(raw, place), raw, !plain);
  }
}
