// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document with the place of every value. */
sealed interface Tree {
  Place place();

  /** A map; keys are texts and keep their order. */
  record Branch(Place place, Map<String, Tree> children) implements Tree {
    public Branch {
      children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
    }
  }

  /** A list. */
  record Row(Place place, List<Tree> items) implements Tree {
    public Row {
      items = List.copyOf(items);
    }
  }

  /**
   * A scalar, interpolated.
   *
   * @param raw as the file has it
   * @param quoted whether it is a text even when it looks like a number
   */
  record Leaf(Place place, String text, String raw, boolean quoted) implements Tree {}

  /** No value. */
  record Nothing(Place place) implements Tree {}

  /** Its kind, for messages. */
  default String kind() {
    return switch (this) {
      case Branch branch -> "a map";
      case Row row -> "a list";
      case Leaf leaf -> "a single value";
      case Nothing nothing -> "nothing";
    };
  }
}
