// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.shape;

import dev.wheelhouse.engine.compose.tree.PathRules;
import dev.wheelhouse.engine.compose.tree.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What stands at one place.
 *
 * @param kinds the first is the long form, others are accepted in files
 * @param kept whether a zero or false that is given says something, and is written
 * @param choices the only texts allowed; empty for any
 * @param required keys that must be there
 */
public record Shape(List<Kind> kinds, boolean kept, List<String> choices, List<String> required) {
  private static final PathRules<Shape> RULES = new PathRules<>();

  static {
    read(ServiceTable.TABLE);
    read(ProjectTable.TABLE);
  }

  public Shape {
    kinds = List.copyOf(kinds);
    choices = List.copyOf(choices);
    required = List.copyOf(required);
  }

  /** The kind of its long form. */
  public Kind kind() {
    return kinds.getFirst();
  }

  /** What may stand at that path; null for what is not known. */
  public static @Nullable Shape at(TreePath path) {
    return path.keys().isEmpty() ? TOP : RULES.find(path);
  }

  /** The keys that are known below that path, sorted. */
  public static Set<String> keys(TreePath path) {
    Set<String> keys = new TreeSet<>(RULES.below(path));
    keys.remove(PathRules.ANY);
    return keys;
  }

  private static final Shape TOP = new Shape(List.of(Kind.STRUCT), true, List.of(), List.of());

  /**
   * Lines of: path, kinds with {@code /} between and {@code +} for kept, choices, required keys.
   */
  private static void read(String table) {
    for (String line : table.lines().toList()) {
      if (line.isBlank()) {
        continue;
      }
      String[] words = line.strip().split(" +");
      boolean kept = words[1].endsWith("+");
      List<Kind> kinds = new ArrayList<>();
      for (String kind : words[1].replace("+", "").split("/")) {
        kinds.add(Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
      }
      List<String> choices = List.of();
      List<String> required = List.of();
      for (int i = 2; i < words.length; i++) {
        List<String> values = List.of(words[i].substring(1).split(","));
        if (words[i].startsWith("=")) {
          choices = values;
        } else {
          required = values;
        }
      }
      RULES.add(words[0], new Shape(kinds, kept, choices, required));
    }
  }
}
