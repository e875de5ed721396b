// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.write;

import dev.wheelhouse.engine.secret.Redaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static final Set<String> VALUES =
      Set.of("environment", "labels", "annotations", "options", "driver_opts", "args");
  private static final Set<String> WORDS = Set.of("command", "entrypoint", "test");
  private static final Set<String> TEXTS = Set.of("content", "dockerfile_inline");

  private Hidden() {}

  /** The document without what looks like secrets. */
  static Map<String, Object> document(Map<String, Object> document) {
    Map<String, Object> result = new LinkedHashMap<>();
    document.forEach((key, value) -> result.put(key, value(key, value)));
    return result;
  }

  private static Object value(String key, Object value) {
    // Anything may stand below a key of people's own; ours names secrets and never holds them.
    if (key.startsWith("x-") && !key.equals("x-wheelhouse")) {
      return own(key, value, false);
    }
    return switch (value) {
      case Map<?, ?> map when VALUES.contains(key) -> values(map);
      case Map<?, ?> map -> document(copy(map));
      case List<?> list when WORDS.contains(key) ->
          words(list.stream().map(String::valueOf).toList());
      case List<?> list -> list.stream().map(item -> value("", item)).toList();
      case String text when TEXTS.contains(key) -> text(text);
      default -> value;
    };
  }

  /** What nobody knows the meaning of: below the name of a secret everything is one. */
  private static Object own(String key, Object value, boolean hidden) {
    boolean hide = hidden || secret(key);
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> result = copy(map);
        result.replaceAll((name, item) -> own(name, item, hide));
        yield result;
      }
      case List<?> list when !hide && list.stream().allMatch(String.class::isInstance) ->
          words(list.stream().map(String::valueOf).toList());
      case List<?> list -> list.stream().map(item -> own("", item, hide)).toList();
      case TreeDocument.Null nothing -> nothing;
      case String text when text.isEmpty() -> text;
      case Object other when hide -> Redaction.HIDDEN;
      case String text -> text(text);
      default -> value;
    };
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> result.put(String.valueOf(key), (Object) value));
    return result;
  }

  static String text(String text) {
    return Redaction.clean(text);
  }

  /** Values hidden where their name says that they are secrets, and cleaned elsewhere. */
  static Map<String, Object> values(Map<?, ?> values) {
    Map<String, Object> result = new LinkedHashMap<>();
    values.forEach((key, value) -> {
      String name = String.valueOf(key);
      String text = String.valueOf(value);
      Object clean = secret(name) && !text.isEmpty() ? Redaction.HIDDEN : text(text);
      // A name without a value has nothing to hide.
      result.put(name, value == TreeDocument.Null.VALUE ? value : clean);
    });
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

  static boolean secret(String name) {
    return SECRET_NAME.matcher(name).matches();
  }
}
