// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.Extension;
import dev.wheelhouse.engine.compose.tree.Amounts;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one map while it is read. Each key is asked for by name; what nobody asked for is not
 * supported, and {@link #done} says so.
 */
final class Fields {
  private final Tree.Branch branch;
  private final Set<String> asked = new LinkedHashSet<>();

  Fields(Tree.Branch branch) {
    this.branch = branch;
  }

  /** The fields of a value that must be a map; no fields for no value. */
  static Fields of(Tree tree) {
    return switch (tree) {
      case Tree.Branch branch -> new Fields(branch);
      case Tree.Nothing nothing -> new Fields(new Tree.Branch(nothing.place(), Map.of()));
      case Tree.Row row -> throw row.place().invalid("a map is expected here, not a list");
      case Tree.Leaf leaf -> throw leaf.place().invalid("a map is expected here");
    };
  }

  Place place() {
    return branch.place();
  }

  Place place(String key) {
    Tree value = branch.children().get(key);
    return value == null ? branch.place().at(key) : value.place();
  }

  Set<String> names() {
    return branch.children().keySet();
  }

  /** The value; empty when the key is missing or has no value. */
  Optional<Tree> get(String key) {
    asked.add(key);
    return Optional.ofNullable(branch.children().get(key))
        .filter(value -> !(value instanceof Tree.Nothing));
  }

  boolean has(String key) {
    asked.add(key);
    return branch.children().containsKey(key);
  }

  @Nullable String textOrNull(String key) {
    return get(key).map(Fields::text).orElse(null);
  }

  String text(String key, String otherwise) {
    return get(key).map(Fields::text).orElse(otherwise);
  }

  static String text(Tree tree) {
    if (tree instanceof Tree.Leaf leaf) {
      return leaf.text();
    }
    throw tree.place().invalid("a single value is expected here, not " + tree.kind());
  }

  boolean flag(String key, boolean otherwise) {
    return get(key).map(Fields::flag).orElse(otherwise);
  }

  private static boolean flag(Tree tree) {
    return switch (text(tree)) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> throw tree.place().invalid("true or false is expected here");
    };
  }

  long number(String key, long otherwise) {
    return get(key).map(Fields::number).orElse(otherwise);
  }

  static long number(Tree tree) {
    try {
      return Long.parseLong(text(tree).strip());
    } catch (NumberFormatException e) {
      throw tree.place().invalid("a whole number is expected here, not \"" + text(tree) + "\"");
    }
  }

  long bytes(String key) {
    return get(key).map(tree -> Amounts.bytes(text(tree), tree.place())).orElse(0L);
  }

  long nanoCpus(String key) {
    return get(key).map(tree -> Amounts.nanoCpus(text(tree), tree.place())).orElse(0L);
  }

  Duration duration(String key, Duration otherwise) {
    return get(key).map(tree -> Amounts.duration(text(tree), tree.place())).orElse(otherwise);
  }

  /** The items of a list; a missing one is empty. */
  List<Tree> row(String key) {
    return get(key).map(Fields::row).orElse(List.of());
  }

  static List<Tree> row(Tree tree) {
    if (tree instanceof Tree.Row row) {
      return row.items();
    }
    throw tree.place().invalid("a list is expected here, not " + tree.kind());
  }

  List<String> texts(String key) {
    return row(key).stream().map(Fields::text).toList();
  }

  /** A list of texts, or one text standing for a list of one. */
  List<String> textOrTexts(String key) {
    Optional<Tree> value = get(key);
    if (value.isPresent() && value.get() instanceof Tree.Leaf leaf) {
      return List.of(leaf.text());
    }
    return texts(key);
  }

  /** The fields below a key. */
  Fields child(String key) {
    return get(key)
        .map(Fields::of)
        .orElseGet(() -> new Fields(new Tree.Branch(place(key), Map.of())));
  }

  /** A map of texts, or a list of {@code KEY=value}; a key without a value has an empty text. */
  Map<String, String> pairs(String key) {
    Map<String, String> result = new LinkedHashMap<>();
    optionalPairs(key).forEach((name, value) -> result.put(name, value.orElse("")));
    return result;
  }

  /** As {@link #pairs}, but tells a missing value from an empty one. */
  Map<String, Optional<String>> optionalPairs(String key) {
    Map<String, Optional<String>> result = new LinkedHashMap<>();
    switch (get(key).orElse(null)) {
      case null -> {}
      case Tree.Branch map ->
          map.children().forEach((name, value) -> result.put(name, optionalText(value)));
      case Tree.Row list -> list.items().forEach(item -> pair(text(item), result));
      case Tree other -> throw other.place().invalid("a map or a list of KEY=value is expected");
    }
    return result;
  }

  private static void pair(String item, Map<String, Optional<String>> into) {
    int equals = item.indexOf('=');
    if (equals < 0) {
      into.put(item, Optional.empty());
    } else {
      into.put(item.substring(0, equals), Optional.of(item.substring(equals + 1)));
    }
  }

  private static Optional<String> optionalText(Tree tree) {
    return switch (tree) {
      case Tree.Nothing nothing -> Optional.empty();
      case Tree.Leaf leaf -> Optional.of(leaf.asText());
      case Tree other -> Optional.of(text(other));
    };
  }

  /** Our own extension; other {@code x-} keys are nobody's business and left alone. */
  Extension extension() {
    return get("x-wheelhouse").map(tree -> extensionOf(Fields.of(tree))).orElse(Extension.none());
  }

  private static Extension extensionOf(Fields fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    fields.branch.children().forEach((key, value) -> values.put(key, plain(value)));
    return new Extension(values);
  }

  private static Object plain(Tree tree) {
    return switch (tree) {
      case Tree.Branch branch -> {
        Map<String, Object> map = new LinkedHashMap<>();
        branch.children().forEach((key, value) -> map.put(key, plain(value)));
        yield map;
      }
      case Tree.Row row -> new ArrayList<Object>(row.items().stream().map(Fields::plain).toList());
      case Tree.Leaf leaf -> leaf.text();
      case Tree.Nothing nothing -> "";
    };
  }

  /** Ends the reading of this map. */
  void done() {
    branch
        .children()
        .forEach((key, value) -> {
          if (!asked.contains(key) && !key.startsWith("x-")) {
            throw value
                .place()
                .invalid(
                    "the key \"" + key + "\" is not supported by a run",
                    "Take it out, or run the project with Docker Compose.");
          }
        });
  }
}
