// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.write;

import dev.wheelhouse.engine.compose.shape.Kind;
import dev.wheelhouse.engine.compose.shape.Shape;
import dev.wheelhouse.engine.compose.tree.Amounts;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.tree.TreePath;
import dev.wheelhouse.engine.compose.tree.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A project in its long form as maps, lists, texts, numbers and flags, the way {@code docker
 * compose config} writes it: what is zero, false or empty is left out where it says nothing.
 */
public final class TreeDocument {
  private TreeDocument() {}

  /** The document, in the order of the file. */
  public static Map<String, Object> of(Tree.Branch root) {
    Map<String, Object> result = new LinkedHashMap<>();
    struct(root, TreePath.top(), result);
    return result;
  }

  private static void struct(Tree.Branch branch, TreePath path, Map<String, Object> into) {
    branch
        .children()
        .forEach((key, value) -> {
          Shape shape = Shape.at(path.at(key));
          Object written =
              shape == null || key.startsWith("x-")
                  ? plain(value)
                  : value(shape, value, path.at(key));
          if (written != null) {
            into.put(key, written);
          } else if (shape == null) {
            into.put(key, Null.VALUE);
          }
        });
  }

  /** Stands for a null that is written. */
  enum Null {
    VALUE
  }

  /** The value as it is written; null when it is left out. */
  private static @Nullable Object value(Shape shape, Tree tree, TreePath path) {
    if (shape.kind() == Kind.ANY) {
      return plain(tree);
    }
    return switch (tree) {
      case Tree.Nothing nothing -> null;
      case Tree.Leaf leaf -> scalar(shape, leaf);
      case Tree.Row row -> row(shape.kind(), row, path);
      case Tree.Branch branch -> branch(shape.kind(), branch, path);
    };
  }

  private static @Nullable Object scalar(Shape shape, Tree.Leaf leaf) {
    Place place = leaf.place();
    String text = leaf.text();
    return switch (shape.kind()) {
      case FLAG -> {
        boolean flag = leaf.value().equals(true);
        yield flag || shape.kept() ? (Object) flag : null;
      }
      case WHOLE, NUMBER -> number(shape, leaf);
      case STRUCT -> leaf.value() instanceof Number ? limit(leaf) : leaf.asText();
      case BYTES -> {
        long bytes = leaf.value() instanceof Long number ? number : Amounts.bytes(text, place);
        yield bytes == 0 ? null : String.valueOf(bytes);
      }
      case TIME -> {
        var time = Amounts.duration(text, place);
        yield time.isZero() && !shape.kept() ? null : Amounts.text(time);
      }
      case COMMAND -> Words.split(text, place);
      case TEST -> text.isEmpty() ? null : List.of("CMD-SHELL", text);
      case TEXTS, LIST -> text.isEmpty() ? null : List.of(text);
      default -> {
        String written = leaf.asText();
        yield written.isEmpty() && !shape.kept() ? null : written;
      }
    };
  }

  /** A limit of a process; none at all is written as two. */
  private static Object limit(Tree.Leaf leaf) {
    return leaf.value().equals(0L) ? Map.of("soft", 0L, "hard", 0L) : leaf.value();
  }

  private static @Nullable Object number(Shape shape, Tree.Leaf leaf) {
    if (leaf.text().equalsIgnoreCase("all")) {
      return -1L;
    }
    Object value = leaf.value();
    BigDecimal number;
    try {
      number = new BigDecimal(value instanceof Number ? value.toString() : leaf.text().strip());
    } catch (NumberFormatException e) {
      throw leaf.place()
          .invalid("a number is expected here, not \"" + leaf.text() + "\"", "Write a number.");
    }
    if (number.signum() == 0 && !shape.kept()) {
      return null;
    }
    return number.stripTrailingZeros().scale() <= 0 ? (Object) number.longValue() : number;
  }

  private static @Nullable Object row(Kind kind, Tree.Row row, TreePath path) {
    return switch (kind) {
      case PAIRS -> pairs(row);
      case HOSTS -> hosts(row);
      case ITEMS -> items(row, path);
      default -> {
        List<String> texts = texts(row);
        yield texts.isEmpty() && kind != Kind.COMMAND ? null : texts;
      }
    };
  }

  private static List<String> texts(Tree.Row row) {
    return row.items().stream()
        .filter(Tree.Leaf.class::isInstance)
        .map(item -> ((Tree.Leaf) item).asText())
        .toList();
  }

  private static @Nullable Object items(Tree.Row row, TreePath path) {
    List<Object> items = new ArrayList<>();
    for (Tree item : row.items()) {
      if (item instanceof Tree.Branch branch) {
        Map<String, Object> one = new LinkedHashMap<>();
        struct(branch, path.item(), one);
        items.add(one);
      } else if (item instanceof Tree.Leaf leaf) {
        items.add(leaf.asText());
      }
    }
    return items.isEmpty() ? null : items;
  }

  private static @Nullable Object pairs(Tree.Row row) {
    Map<String, Object> result = new LinkedHashMap<>();
    for (String text : texts(row)) {
      int equals = text.indexOf('=');
      result.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    return result.isEmpty() ? null : result;
  }

  /** Sorted, with {@code =} between name and address, and addresses without brackets. */
  private static @Nullable Object hosts(Tree tree) {
    Stream<String> lines =
        switch (tree) {
          case Tree.Row row -> texts(row).stream();
          case Tree.Branch branch ->
              branch.children().entrySet().stream()
                  .map(entry ->
                      entry.getKey()
                          + "="
                          + (entry.getValue() instanceof Tree.Leaf leaf ? leaf.asText() : ""));
          case Tree other -> Stream.of();
        };
    List<String> sorted = new ArrayList<>();
    lines.map(TreeDocument::host).sorted().forEach(sorted::add);
    return sorted.isEmpty() ? null : sorted;
  }

  private static String host(String line) {
    int equals = line.indexOf('=');
    int at = equals >= 0 ? equals : line.indexOf(':');
    return at < 0
        ? line
        : line.substring(0, at) + "=" + line.substring(at + 1).replaceAll("^\\[(.+)]$", "$1");
  }

  private static @Nullable Object branch(Kind kind, Tree.Branch branch, TreePath path) {
    Map<String, Object> result = new LinkedHashMap<>();
    switch (kind) {
      case NAMED -> named(branch, path, result);
      case PAIRS, OPTIONS ->
          branch.children().forEach((key, value) -> result.put(key, text(value, path)));
      case HOSTS -> {
        return hosts(branch);
      }
      default -> struct(branch, path, result);
    }
    return result.isEmpty() && kind != Kind.STRUCT ? null : result;
  }

  /** A variable that nobody gave a value stays without one. */
  private static Object text(Tree value, TreePath path) {
    if (value instanceof Tree.Leaf leaf) {
      return leaf.asText();
    }
    return path.keys().getLast().equals("environment") ? Null.VALUE : "";
  }

  private static void named(Tree.Branch branch, TreePath path, Map<String, Object> into) {
    branch
        .children()
        .forEach((name, value) -> {
          Shape shape = Shape.at(path.at(name));
          Object written = shape == null ? plain(value) : value(shape, value, path.at(name));
          into.put(name, orNull(written));
        });
  }

  /** A value that nobody knows more about, such as one below {@code x-}. */
  private static @Nullable Object plain(Tree tree) {
    return switch (tree) {
      case Tree.Nothing nothing -> Null.VALUE;
      case Tree.Leaf leaf -> leaf.value();
      case Tree.Row row -> {
        List<Object> items = new ArrayList<>();
        row.items().forEach(item -> items.add(orNull(plain(item))));
        yield items;
      }
      case Tree.Branch branch -> {
        Map<String, Object> map = new LinkedHashMap<>();
        branch.children().forEach((key, value) -> map.put(key, orNull(plain(value))));
        yield map;
      }
    };
  }

  private static Object orNull(@Nullable Object value) {
    return value == null ? Null.VALUE : value;
  }
}
