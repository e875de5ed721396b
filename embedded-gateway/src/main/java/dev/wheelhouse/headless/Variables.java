// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment. Each name is also read with {@code WHEELHOUSE_} before it, which wins, so that
 * an {@code .env} that others read too can be overruled. An empty value counts as none, as Compose
 * cannot leave a variable out.
 */
final class Variables {
  private static final String OURS = "WHEELHOUSE_";
  private static final String FILE = "_FILE";
  private static final long MAX_SECRET_BYTES = 64 << 10;

  private final Map<String, String> environment;

  Variables(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** A value and the name under which it was found. */
  record Value(String name, String text) {}

  /** Whether the name is set in one of its forms. */
  boolean has(String name) {
    return forms(name).stream()
        .anyMatch(form -> plain(form).or(() -> plain(form + FILE)).isPresent());
  }

  /** The value of a name that is no secret. */
  Optional<Value> value(String name) {
    return forms(name).stream().flatMap(form -> plain(form).stream()).findFirst();
  }

  /** The text of a name that is no secret. */
  Optional<String> text(String name) {
    return value(name).map(Value::text);
  }

  /** The value of a name that may also stand in a file, which {@code NAME_FILE} names. */
  Optional<Value> secretValue(String name) {
    for (String form : forms(name)) {
      Optional<Value> direct = plain(form);
      Optional<Value> file = plain(form + FILE);
      if (direct.isPresent() && file.isPresent()) {
        throw new SettingsProblem(
            form, "It is set, and " + form + FILE + " too.", "Leave one of them out.");
      }
      if (direct.isPresent()) {
        return direct;
      }
      if (file.isPresent()) {
        return Optional.of(new Value(form + FILE, content(form + FILE, file.get().text())));
      }
    }
    return Optional.empty();
  }

  /**
   * The name whose file is there and empty: Compose cannot leave a secret out, so an empty file is
   * how a template leaves room for one. Only where a secret may be missing does that count as none.
   */
  Optional<String> emptyFile(String name) {
    for (String form : forms(name)) {
      Optional<Value> file = plain(form + FILE);
      if (plain(form).isPresent() || file.isPresent()) {
        return file.filter(value -> plain(form).isEmpty() && isEmpty(value.text()))
            .map(Value::name);
      }
    }
    return Optional.empty();
  }

  private static boolean isEmpty(String file) {
    try {
      Path path = Path.of(file);
      return Files.size(path) <= MAX_SECRET_BYTES && Files.readString(path).isBlank();
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return false; // whoever reads it says why it cannot be read
    }
  }

  /** The same as a secret. */
  Optional<Secret> secret(String name) {
    return secretValue(name).map(value -> secret(value.name(), value.text()));
  }

  /** A text as a secret. */
  static Secret secret(String setting, String text) {
    try {
      return Secret.of(text);
    } catch (IllegalArgumentException e) {
      throw new SettingsProblem(
          setting,
          "It has characters that cannot be sent in a header.",
          "Give it as one line of printable ASCII without spaces.");
    }
  }

  /** A whole number within bounds. */
  Optional<Integer> number(String name, int least, int most) {
    return value(name)
        .map(value -> {
          int number;
          try {
            number = Integer.parseInt(value.text());
          } catch (NumberFormatException e) {
            throw outside(value.name(), least, most);
          }
          if (number < least || number > most) {
            throw outside(value.name(), least, most);
          }
          return number;
        });
  }

  /** A choice. */
  Optional<Boolean> flag(String name) {
    return value(name)
        .map(value ->
            switch (value.text().toLowerCase(java.util.Locale.ROOT)) {
              case "true", "1", "yes", "on" -> true;
              case "false", "0", "no", "off" -> false;
              default ->
                  throw new SettingsProblem(
                      value.name(), "It is neither true nor false.", "Set it to true or false.");
            });
  }

  /** Entries separated by commas, also as a JSON list of plain texts. */
  List<String> list(String name) {
    String text = text(name).orElse("").replaceAll("^\\[|]$", "");
    return Arrays.stream(text.split(","))
        .map(entry -> entry.strip().replaceAll("^\"|\"$", "").strip())
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  /** What stands in a file that a setting names, without the line end. */
  static String content(String setting, String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > MAX_SECRET_BYTES) {
        throw new SettingsProblem(setting, "Its file is too large.", "Name the right file.");
      }
      String content = Files.readString(path).strip();
      if (content.isEmpty()) {
        throw new SettingsProblem(setting, "Its file is empty.", "Put the value into it.");
      }
      return content;
    } catch (IOException | java.nio.file.InvalidPathException e) {
      throw new SettingsProblem(
          setting,
          "The file that it names cannot be read.",
          "Mount it, and let user %s read it.".formatted(System.getProperty("user.name", "?")));
    }
  }

  private static SettingsProblem outside(String name, int least, int most) {
    return new SettingsProblem(
        name,
        "It is no whole number from %d to %d.".formatted(least, most),
        "Correct it, or leave it out.");
  }

  /** The name with ours before the others; a name that is ours has one form only. */
  private static List<String> forms(String name) {
    return name.startsWith(OURS) ? List.of(name) : List.of(OURS + name, name);
  }

  private Optional<Value> plain(String name) {
    String text = environment.getOrDefault(name, "").strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(new Value(name, text));
  }
}
