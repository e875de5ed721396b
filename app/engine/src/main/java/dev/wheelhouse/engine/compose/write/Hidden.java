// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.write;

import dev.wheelhouse.engine.secret.Redaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes secrets out of values that people write into Compose files although files are the place for
 * them. A name that ends in {@code _FILE} names a path, which is none.
 */
final class Hidden {
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(?:password|passwd|passphrase|pwd|secret|token|credential|requirepass"
              + "|api[_.-]?key|access[_.-]?key|private[_.-]?key|secret[_.-]?key).*(?<!_file)");

  private Hidden() {}

  static String text(String text) {
    return Redaction.clean(text);
  }

  /** Values hidden where their name says that they are secrets, and cleaned elsewhere. */
  static Map<String, String> values(Map<String, String> values) {
    Map<String, String> result = new LinkedHashMap<>();
    values.forEach((name, value) ->
        result.put(name, secret(name) && !value.isEmpty() ? Redaction.HIDDEN : text(value)));
    return result;
  }

  /** Words of a command; the one after an option such as {@code --requirepass} is hidden. */
  static List<String> words(List<String> words) {
    List<String> result = new ArrayList<>();
    boolean next = false;
    for (String word : words) {
      result.add(next ? Redaction.HIDDEN : text(word));
      next = !next && word.matches("--?[\\w.-]+") && secret(word.replace('-', '_'));
    }
    return result;
  }

  private static boolean secret(String name) {
    return SECRET_NAME.matcher(name).matches();
  }
}
