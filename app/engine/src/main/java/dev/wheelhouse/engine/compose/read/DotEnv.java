// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files of {@code NAME=value} lines, as Compose reads {@code .env} and {@code env_file}: comments,
 * {@code export}, single quotes (as they stand), double quotes (escapes and variables, also over
 * several lines), and plain values, which end at " #".
 */
final class DotEnv {
  private final String file;
  private final String text;
  private final Map<String, String> known;
  private final Map<String, String> values = new LinkedHashMap<>();
  private int at;

  private DotEnv(String file, String text, Map<String, String> outer) {
    this.file = file;
    this.text = text;
    this.known = new LinkedHashMap<>(outer);
  }

  /** Reads the file; {@code outer} are variables that its values may use and that win over it. */
  static Map<String, String> read(Path path, Map<String, String> outer) {
    try {
      String text = Files.readString(path).replace("\r\n", "\n");
      return new DotEnv(path.getFileName().toString(), text, outer).parse();
    } catch (IOException e) {
      throw new ProblemException(
          new InputProblem.FileTrouble(path.toString(), String.valueOf(e.getMessage())), e);
    }
  }

  private Map<String, String> parse() {
    while (true) {
      skipBlank();
      if (at >= text.length()) {
        return values;
      }
      if (text.charAt(at) == '#') {
        skipLine();
      } else {
        entry();
      }
    }
  }

  private void entry() {
    Place place = place();
    int end = at;
    while (end < text.length() && "=:\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String name = text.substring(at, end).strip();
    if (name.startsWith("export ")) {
      name = name.substring("export ".length()).strip();
    }
    if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
      throw place.invalid("\"" + name + "\" is no name of a variable");
    }
    boolean hasValue = end < text.length() && text.charAt(end) != '\n';
    at = hasValue ? end + 1 : end;
    if (hasValue) {
      String value = value(place);
      values.put(name, value);
      known.putIfAbsent(name, value);
    }
  }

  private String value(Place place) {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
      return quoted(text.charAt(at), place);
    }
    int start = at;
    skipLine();
    String plain = text.substring(start, at);
    int comment = plain.startsWith("#") ? 0 : plain.indexOf(" #");
    return expand((comment < 0 ? plain : plain.substring(0, comment)).strip(), place);
  }

  private String quoted(char quote, Place place) {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char next = text.charAt(at);
      if (next == quote) {
        at++;
        skipLine();
        return quote == '"' ? expand(value.toString(), place) : value.toString();
      }
      if (next == '\\' && quote == '"' && at + 1 < text.length()) {
        at++;
        value.append(escape(text.charAt(at)));
      } else {
        value.append(next);
      }
    }
    throw place.invalid("the quote is not closed");
  }

  private static String escape(char letter) {
    return switch (letter) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '"', '\\' -> String.valueOf(letter);
      case '$' -> "$$";
      default -> "\\" + letter;
    };
  }

  private String expand(String value, Place place) {
    return new Interpolation(known).apply(value, place);
  }

  private void skipBlank() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void skipLine() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private Place place() {
    int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    return new Place(file, line, 1, "");
  }
}
