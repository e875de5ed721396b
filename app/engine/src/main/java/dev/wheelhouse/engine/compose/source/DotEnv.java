// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.source;

import dev.wheelhouse.engine.compose.tree.Place;
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
public final class DotEnv {
  private static final long MOST_BYTES = 1024 * 1024;

  private final String file;
  private final String text;
  private final Map<String, String> outer;
  private final Map<String, String> known;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Interpolation interpolation;
  private int line = 1;
  private int lineAt;
  private int at;

  private DotEnv(String file, String text, Map<String, String> outer) {
    this.file = file;
    this.text = text;
    this.outer = Map.copyOf(outer);
    this.known = new LinkedHashMap<>(outer);
    this.interpolation = Interpolation.ofSecrets(known);
  }

  /** Reads the file; {@code outer} are variables that its values may use and that win over it. */
  public static Map<String, String> read(Path path, Map<String, String> outer) {
    return new DotEnv(path.getFileName().toString(), content(path), outer).parse();
  }

  /** Reads the file as Docker's {@code --env-file} does: each line as it stands. */
  public static Map<String, String> readRaw(Path path, Map<String, String> outer) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : content(path).split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      } else if (outer.containsKey(line)) {
        values.put(line, outer.getOrDefault(line, ""));
      }
    }
    return values;
  }

  private static String content(Path path) {
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new Place(path.getFileName().toString(), 0, 0, "")
            .invalid("it is larger than 1 MB", "Name a file of NAME=value lines.");
      }
      return Files.readString(path).replace("\r\n", "\n").replace("\uFEFF", "");
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
    if (!name.matches("[\\p{L}\\p{N}_.\\[\\]-]+")) {
      throw place.invalid(
          "this line is no NAME=value", "Write lines of NAME=value, and begin comments with #.");
    }
    boolean hasValue = end < text.length() && text.charAt(end) != '\n';
    at = hasValue ? end + 1 : end;
    if (hasValue) {
      String value = value(place);
      values.put(name, value);
      if (!outer.containsKey(name)) {
        known.put(name, value);
      }
    } else if (outer.containsKey(name)) {
      values.put(name, outer.getOrDefault(name, ""));
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
      if (next == '\\' && quote == '\'' && text.startsWith("'", at + 1)) {
        at++;
        value.append(quote);
      } else if (next == '\\' && quote == '"' && at + 1 < text.length()) {
        at++;
        value.append(escape(text.charAt(at)));
      } else {
        value.append(next);
      }
    }
    throw place.invalid("the quote is not closed", "Close it, or leave quotes out.");
  }

  private static String escape(char letter) {
    return switch (letter) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case '"', '\\' -> String.valueOf(letter);
      case '$' -> "$$";
      default -> "\\" + letter;
    };
  }

  private String expand(String value, Place place) {
    return interpolation.apply(value, place);
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
    for (; lineAt < at; lineAt++) {
      line += text.charAt(lineAt) == '\n' ? 1 : 0;
    }
    return new Place(file, line, 1, "");
  }
}
