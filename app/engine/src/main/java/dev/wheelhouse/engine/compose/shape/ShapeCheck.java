// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.shape;

import dev.wheelhouse.engine.compose.tree.Amounts;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.tree.TreePath;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a file, whose short forms may still stand, against the {@link Shape}s. */
public final class ShapeCheck {
  private static final String NAMES = "[a-zA-Z0-9._-]+";
  private static final int MOST_KEYS_SHOWN = 8;
  private static final Set<String> NUMBERS_TOO = Set.of("expose", "group_add");

  private ShapeCheck() {}

  /** Throws {@code ComposeInvalid} for the first thing that does not fit. */
  public static void check(Tree.Branch root) {
    check(root, TreePath.top());
  }

  private static void check(Tree tree, TreePath path) {
    Shape shape = Shape.at(path);
    if (shape == null || shape.kind() == Kind.ANY) {
      return;
    }
    Kind kind = shape.kinds().stream().filter(one -> fits(one, tree)).findFirst().orElse(null);
    if (kind == null) {
      throw wrongKind(shape, tree);
    }
    choices(shape, tree);
    switch (tree) {
      case Tree.Branch branch when kind == Kind.NAMED -> named(branch, path);
      case Tree.Branch branch when kind == Kind.STRUCT || kind == Kind.BAG ->
          struct(shape, branch, path);
      case Tree.Branch branch -> singleValues(branch);
      case Tree.Row row when kind == Kind.ITEMS ->
          row.items().forEach(item -> check(item, path.item()));
      case Tree.Row row -> texts(row, path);
      default -> amount(kind, tree);
    }
  }

  private static boolean fits(Kind kind, Tree tree) {
    return switch (kind) {
      case TEXT -> tree instanceof Tree.Leaf leaf && leaf.value() instanceof String;
      case FLAG -> tree instanceof Tree.Leaf leaf && leaf.value() instanceof Boolean;
      case WHOLE -> tree instanceof Tree.Leaf leaf && isWhole(leaf.value());
      case NUMBER -> tree instanceof Tree.Leaf leaf && leaf.value() instanceof Number;
      case BYTES ->
          tree instanceof Tree.Leaf leaf
              && (leaf.value() instanceof String || isWhole(leaf.value()));
      case TIME -> tree instanceof Tree.Leaf leaf && leaf.value() instanceof String;
      case PAIRS, HOSTS -> tree instanceof Tree.Branch || tree instanceof Tree.Row;
      case OPTIONS -> tree instanceof Tree.Branch;
      case LIST, ITEMS -> tree instanceof Tree.Row;
      case TEXTS, COMMAND, TEST ->
          tree instanceof Tree.Row
              || (tree instanceof Tree.Leaf leaf && leaf.value() instanceof String);
      case STRUCT, BAG, NAMED -> tree instanceof Tree.Branch;
      case NULL -> tree instanceof Tree.Nothing;
      case ANY -> true;
    };
  }

  private static boolean isWhole(Object value) {
    return value instanceof Long || (value instanceof Double number && number % 1 == 0);
  }

  private static void singleValues(Tree.Branch branch) {
    for (Tree value : branch.children().values()) {
      if (value instanceof Tree.Branch || value instanceof Tree.Row) {
        throw value
            .place()
            .invalid("a single value is expected here, not " + value.kind(), "Write one value.");
      }
    }
  }

  private static RuntimeException wrongKind(Shape shape, Tree tree) {
    String expected =
        shape.kinds().stream()
            .filter(kind -> kind != Kind.NULL)
            .map(Kind::words)
            .distinct()
            .collect(Collectors.joining(" or "));
    String found =
        tree instanceof Tree.Leaf leaf ? "\"" + shortened(leaf.text()) + "\"" : tree.kind();
    boolean textWanted =
        shape.kind() == Kind.TEXT && tree instanceof Tree.Leaf && shape.kinds().size() == 1;
    return tree.place()
        .invalid(
            expected + " is expected here, not " + found,
            textWanted ? "Put it in quotes." : "Write " + expected + ".");
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private static void choices(Shape shape, Tree tree) {
    if (!shape.choices().isEmpty()
        && tree instanceof Tree.Leaf leaf
        && !shape.choices().contains(leaf.text())) {
      throw leaf.place()
          .invalid(
              "\"" + shortened(leaf.text()) + "\" is none of the values that are allowed here",
              "Use one of: " + String.join(", ", shape.choices()) + ".");
    }
  }

  private static void named(Tree.Branch branch, TreePath path) {
    branch
        .children()
        .forEach((name, value) -> {
          if (!name.matches(NAMES)) {
            throw value
                .place()
                .invalid(
                    "\"" + shortened(name) + "\" is no name",
                    "Use letters, digits, dots, - and _ only.");
          }
          check(value, path.at(name));
        });
  }

  private static void struct(Shape shape, Tree.Branch branch, TreePath path) {
    Set<String> known = Shape.keys(path);
    branch
        .children()
        .forEach((key, value) -> {
          if (known.contains(key)) {
            check(value, path.at(key));
          } else if (!key.startsWith("x-")) {
            throw unknown(key, value.place(), known);
          }
        });
    for (String key : shape.required()) {
      if (!branch.children().containsKey(key)) {
        throw branch
            .place()
            .invalid("the key \"" + key + "\" is missing", "Add " + key + ": to this map.");
      }
    }
  }

  private static RuntimeException unknown(String key, Place place, Set<String> known) {
    String near = nearest(key, known);
    String all =
        known.size() <= MOST_KEYS_SHOWN
            ? "Use one of: " + String.join(", ", known) + "."
            : "Take it out, or begin it with x- when it is a note of your own.";
    return place.invalid(
        "the key \"" + shortened(key) + "\" is not supported",
        near == null ? all : "Did you mean \"" + near + "\"?");
  }

  private static @Nullable String nearest(String key, Set<String> known) {
    String best = null;
    int least = Math.max(1, Math.min(3, key.length() / 3)) + 1;
    for (String one : known) {
      int distance = key.length() > 60 ? least : distance(key, one);
      if (distance < least) {
        least = distance;
        best = one;
      }
    }
    return best;
  }

  /** How many letters must change. */
  private static int distance(String a, String b) {
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] next = new int[b.length() + 1];
      next[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        next[j] = Math.min(Math.min(next[j - 1], last[j]) + 1, last[j - 1] + change);
      }
      last = next;
    }
    return last[b.length()];
  }

  private static void texts(Tree.Row row, TreePath path) {
    boolean numbers = NUMBERS_TOO.contains(path.keys().getLast());
    for (Tree item : row.items()) {
      boolean text = item instanceof Tree.Leaf leaf && (numbers || leaf.value() instanceof String);
      if (!text) {
        String found = item instanceof Tree.Leaf leaf ? leaf.text() : item.kind();
        throw item.place()
            .invalid(
                "a text is expected here, not " + shortened(found),
                item instanceof Tree.Leaf ? "Put it in quotes." : "Write one text per item.");
      }
    }
  }

  private static void amount(Kind kind, Tree tree) {
    if (!(tree instanceof Tree.Leaf leaf)) {
      return;
    }
    if (kind == Kind.BYTES && leaf.value() instanceof String text) {
      Amounts.bytes(text, leaf.place());
    } else if (kind == Kind.TIME) {
      Amounts.duration(leaf.text(), leaf.place());
    }
  }
}
