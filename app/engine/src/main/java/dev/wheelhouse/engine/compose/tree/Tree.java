// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML document with the place of every value. */
public sealed interface Tree {
  /** Where it stands. */
  Place place();

  /** A map; keys are texts and keep their order. */
  record Branch(Place place, Map<String, Tree> children) implements Tree {
    public Branch {
      children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
    }

    /** The value of that key, also when it is {@link Nothing}; null without the key. */
    public @Nullable Tree get(String key) {
      return children.get(key);
    }

    /** Whether the key has a value other than null. */
    public boolean has(String key) {
      Tree value = children.get(key);
      return value != null && !(value instanceof Nothing);
    }

    /** The same with that key set; a new key comes last. */
    public Branch with(String key, Tree value) {
      Map<String, Tree> changed = new LinkedHashMap<>(children);
      changed.put(key, value);
      return new Branch(place, changed);
    }

    /** The same without that key. */
    public Branch without(String key) {
      Map<String, Tree> changed = new LinkedHashMap<>(children);
      changed.remove(key);
      return new Branch(place, changed);
    }

    /** The map under that key; an empty one when there is none. */
    public Branch branch(String key) {
      return children.get(key) instanceof Branch branch
          ? branch
          : new Branch(place.at(key), Map.of());
    }

    /** The text under that key; empty when there is none. */
    public String text(String key) {
      return children.get(key) instanceof Leaf leaf ? leaf.text() : "";
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
  record Leaf(Place place, String text, String raw, boolean quoted) implements Tree {
    /** A text that no file has, such as a default. */
    public static Leaf text(Place place, String text) {
      return new Leaf(place, text, text, true);
    }

    /** A value that no file has and that is no text: a number, or true and false. */
    public static Leaf plain(Place place, Object value) {
      return new Leaf(place, value.toString(), value.toString(), false);
    }

    /** The value as YAML types it; what held a variable is a text. */
    public Object value() {
      return quoted || raw.indexOf('$') >= 0 ? text : Scalars.value(raw);
    }

    /** The value as a text, the way Compose writes numbers into texts. */
    public String asText() {
      return Scalars.text(value());
    }
  }

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
