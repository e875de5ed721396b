// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.util.List;
import java.util.Map;

/**
 * The content of an {@code x-wheelhouse} key: maps, lists and texts, read-only.
 *
 * @param values values are {@code String}, {@code List<Object>} or {@code Map<String, Object>}
 */
public record Extension(Map<String, Object> values) {
  private static final Extension NONE = new Extension(Map.of());

  /** No {@code x-wheelhouse} at all. */
  public static Extension none() {
    return NONE;
  }

  /** The text under that key; empty without one. */
  public String text(String key) {
    return values.get(key) instanceof String text ? text : "";
  }

  /** The texts of the list under that key; empty without one. */
  public List<String> texts(String key) {
    return values.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** The map under that key; empty without one. */
  public Extension child(String key) {
    if (values.get(key) instanceof Map<?, ?> map) {
      Map<String, Object> child = new java.util.LinkedHashMap<>();
      map.forEach((name, value) -> child.put(String.valueOf(name), (Object) value));
      return new Extension(child);
    }
    return NONE;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }
}
