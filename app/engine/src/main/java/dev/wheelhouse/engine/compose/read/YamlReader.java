// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

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
final class YamlReader {
  private static final long MOST_BYTES = 1024 * 1024;
  private static final int MOST_NODES = 100_000;
  private static final int DEEPEST = 60;
  private static final String MERGE = "<<";

  private final String file;
  private final Interpolation interpolation;
  private int nodes;

  private YamlReader(String file, Interpolation interpolation) {
    this.file = file;
    this.interpolation = interpolation;
  }

  /** Reads the only document of the file, whose top is a map. */
  static Tree.Branch read(Path path, Interpolation interpolation) {
    YamlReader reader = new YamlReader(path.getFileName().toString(), interpolation);
    return reader.document(content(path, reader.file));
  }

  private static String content(Path path, String file) {
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new Place(file, 0, 0, "").invalid("it is larger than 1 MB");
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new ProblemException(
          new InputProblem.FileTrouble(path.toString(), String.valueOf(e.getMessage())), e);
    }
  }

  private Tree.Branch document(String content) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setAllowDuplicateKeys(true)
            .setMaxAliasesForCollections(1000)
            .build();
    try {
      checkDepth(settings, content);
      Optional<Node> root = new Compose(settings).composeString(content);
      Place top = new Place(file, 1, 1, "");
      if (root.isPresent() && tree(root.get(), top, 0) instanceof Tree.Branch branch) {
        return branch;
      }
      throw top.invalid("it holds no map of keys");
    } catch (MarkedYamlEngineException e) {
      throw new ProblemException(notYaml(e.getProblemMark(), e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new ProblemException(notYaml(Optional.empty(), String.valueOf(e.getMessage())), e);
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
        throw new Place(file, line, 1, "")
            .invalid("it is nested more than " + DEEPEST + " levels deep");
      }
    }
  }

  private StackProblem notYaml(Optional<Mark> mark, String detail) {
    int line = mark.map(Mark::getLine).orElse(-1) + 1;
    int column = mark.map(Mark::getColumn).orElse(-1) + 1;
    return new StackProblem.ComposeInvalid(file, line, column, "", "not valid YAML: " + detail);
  }

  private Tree tree(Node node, Place parent, int depth) {
    Place place = place(node, parent.key());
    if (++nodes > MOST_NODES) {
      throw place.invalid("its anchors unfold to more than " + MOST_NODES + " values");
    }
    if (depth > DEEPEST) {
      throw place.invalid("it is nested more than " + DEEPEST + " levels deep");
    }
    return switch (node) {
      case MappingNode map -> branch(map, place, depth);
      case SequenceNode list -> row(list, place, depth);
      case ScalarNode scalar -> leaf(scalar, place);
      default -> throw place.invalid("this kind of YAML value is not supported");
    };
  }

  private Place place(Node node, String key) {
    Optional<Mark> mark = node.getStartMark();
    return new Place(
        file,
        mark.map(Mark::getLine).orElse(-1) + 1,
        mark.map(Mark::getColumn).orElse(-1) + 1,
        key);
  }

  private Tree.Branch branch(MappingNode map, Place place, int depth) {
    Map<String, Tree> own = new LinkedHashMap<>();
    Map<String, Tree> merged = new LinkedHashMap<>();
    for (NodeTuple entry : map.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
        throw place.invalid("keys must be plain texts");
      }
      String key = keyNode.getValue();
      Place at = place(keyNode, place.at(key).key());
      if (key.equals(MERGE)) {
        merge(tree(entry.getValueNode(), at, depth + 1), merged);
      } else if (own.put(key, tree(entry.getValueNode(), at, depth + 1)) != null) {
        throw at.invalid("the key stands there twice");
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
        throw value.place().invalid("only maps can be merged with <<");
      }
      branch.children().forEach(into::putIfAbsent);
    }
  }

  private Tree.Row row(SequenceNode list, Place place, int depth) {
    List<Tree> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      String key = place.key() + "[" + items.size() + "]";
      items.add(tree(item, new Place(file, place.line(), place.column(), key), depth + 1));
    }
    return new Tree.Row(place, items);
  }

  private Tree leaf(ScalarNode scalar, Place place) {
    String raw = scalar.getValue();
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    if (plain && (raw.isEmpty() || raw.equals("~") || raw.equalsIgnoreCase("null"))) {
      return new Tree.Nothing(place);
    }
    return new Tree.Leaf(place, interpolation.apply(raw, place), raw, !plain);
  }
}
