// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import java.util.List;

/**
 * A choice of models by name.
 *
 * @param patterns names in which {@code *} stands for any text and {@code ?} for one character;
 *     none means every model
 */
public record ModelNames(List<String> patterns) {
  /** Every model. */
  public static final ModelNames ALL = new ModelNames(List.of());

  /** Copies the list. */
  public ModelNames {
    patterns = List.copyOf(patterns);
  }

  /** The models of these patterns. */
  public static ModelNames of(String... patterns) {
    return new ModelNames(List.of(patterns));
  }

  /** Whether the model is one of them. */
  public boolean include(String model) {
    return patterns.isEmpty() || patterns.stream().anyMatch(p -> matches(p, model));
  }

  /**
   * Whether a name has the form of a pattern. No regular expression: the name comes from a client,
   * and this takes time in proportion to its length, whatever it is.
   */
  public static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
