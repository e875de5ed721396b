// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Header fields of a request. Names are kept in lower case; repeated fields are joined by a comma.
 *
 * @param fields lower-case name to value
 */
public record HttpHeaders(Map<String, String> fields) {
  public HttpHeaders {
    fields = Map.copyOf(fields);
  }

  /** Reads {@code Name: value} lines; a line without a colon is left out. */
  static HttpHeaders parse(List<String> lines) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
        fields.merge(name, line.substring(colon + 1).trim(), (one, two) -> one + ", " + two);
      }
    }
    return new HttpHeaders(fields);
  }

  /** The value of the field, whatever the case of its name. */
  public Optional<String> first(String name) {
    return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
  }

  boolean has(String name, String value) {
    return first(name).map(found -> found.toLowerCase(Locale.ROOT).contains(value)).orElse(false);
  }
}
