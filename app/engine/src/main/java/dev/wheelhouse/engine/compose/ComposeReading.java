// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the files of a project came to.
 *
 * @param document the whole project in long forms, as maps, lists, texts, numbers and flags; may
 *     hold secrets
 * @param notices what the files say that a run leaves out, each with its place
 */
public record ComposeReading(Map<String, Object> document, List<String> notices) {
  private static final ComposeReading NONE = new ComposeReading(Map.of(), List.of());

  public ComposeReading {
    document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
    notices = List.copyOf(notices);
  }

  /** When no file was read. */
  public static ComposeReading none() {
    return NONE;
  }

  @Override
  public String toString() {
    return "ComposeReading[" + document.keySet() + ", " + notices + "]";
  }
}
