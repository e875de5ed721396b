// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.write;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One map of a document while it is put together; what says nothing is left out. */
final class Part {
  private final Map<String, Object> entries = new LinkedHashMap<>();

  /** Adds the entry, unless it is null, false, or an empty text, list or map. */
  Part with(String key, @Nullable Object value) {
    boolean nothing =
        switch (value) {
          case null -> true;
          case Boolean flag -> !flag;
          case String text -> text.isEmpty();
          case List<?> list -> list.isEmpty();
          case Map<?, ?> map -> map.isEmpty();
          default -> false;
        };
    if (value != null && !nothing) {
      entries.put(key, value);
    }
    return this;
  }

  /** Adds the number, unless it is zero. */
  Part withNumber(String key, long value) {
    return with(key, value == 0 ? null : value);
  }

  /** Adds the number as text, as Compose writes bytes, unless it is zero. */
  Part withBytes(String key, long value) {
    return with(key, value == 0 ? null : String.valueOf(value));
  }

  Map<String, Object> entries() {
    return entries;
  }
}
