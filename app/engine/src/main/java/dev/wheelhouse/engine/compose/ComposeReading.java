// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.nio.file.Path;
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
 * @param files the files that these name and that count too, such as included ones; also those that
 *     are not there
 * @param dangers what in these files reaches beyond their containers
 */
public record ComposeReading(
    Map<String, Object> document,
    List<String> notices,
    List<Path> files,
    List<ComposeDanger> dangers) {
  private static final ComposeReading NONE =
      new ComposeReading(Map.of(), List.of(), List.of(), List.of());

  public ComposeReading {
    document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
    notices = List.copyOf(notices);
    files = List.copyOf(files);
    dangers = List.copyOf(dangers);
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
