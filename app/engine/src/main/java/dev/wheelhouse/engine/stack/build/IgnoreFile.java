// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A {@code .dockerignore}: patterns of what the builder does not get. The last one that fits
 * counts, and {@code !} takes in again. A pattern that fits a folder fits all that is in it.
 */
final class IgnoreFile {
  private record Rule(boolean ignore, Pattern pattern) {}

  private final List<Rule> rules = new ArrayList<>();

  private IgnoreFile(List<String> lines) {
    for (String line : lines) {
      String text = line.strip();
      if (!text.isEmpty() && !line.startsWith("#")) {
        boolean again = text.startsWith("!");
        rules.add(new Rule(!again, pattern(again ? text.substring(1).strip() : text)));
      }
    }
  }

  /** That of the Dockerfile, such as {@code Dockerfile.dockerignore}, or that of the folder. */
  static IgnoreFile of(Path context, String dockerfile) throws IOException {
    for (Path file :
        List.of(context.resolve(dockerfile + ".dockerignore"), context.resolve(".dockerignore"))) {
      if (Files.isRegularFile(file)) {
        return new IgnoreFile(Files.readAllLines(file));
      }
    }
    return new IgnoreFile(List.of());
  }

  static IgnoreFile of(List<String> lines) {
    return new IgnoreFile(lines);
  }

  /** Whether nothing that is ignored may be taken in again. */
  boolean simple() {
    return rules.stream().allMatch(Rule::ignore);
  }

  /**
   * Whether that path is left out.
   *
   * @param path seen from the context, with {@code /}
   */
  boolean ignores(String path) {
    boolean ignored = false;
    for (Rule rule : rules) {
      if (rule.ignore() != ignored && rule.pattern().matcher(path).matches()) {
        ignored = rule.ignore();
      }
    }
    return ignored;
  }

  private static Pattern pattern(String text) {
    String plain = text.replaceFirst("^(\\./|/)+", "").replaceFirst("/+$", "");
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < plain.length(); i++) {
      char next = plain.charAt(i);
      switch (next) {
        case '*' -> {
          if (!plain.startsWith("**", i)) {
            regex.append("[^/]*");
          } else if (plain.startsWith("**/", i)) {
            regex.append("(?:.*/)?");
            i += 2;
          } else {
            regex.append(".*");
            i++;
          }
        }
        case '?' -> regex.append("[^/]");
        case '[' -> {
          int end = plain.indexOf(']', i + 1);
          if (end > i + 1) {
            regex.append('[').append(plain, i + 1, end).append(']');
            i = end;
          } else {
            regex.append("\\[");
          }
        }
        case '\\' -> {
          i++;
          regex.append(i < plain.length() ? Pattern.quote(plain.substring(i, i + 1)) : "");
        }
        default -> regex.append(Pattern.quote(String.valueOf(next)));
      }
    }
    return Pattern.compile(regex + "(?:/.*)?", Pattern.DOTALL);
  }
}
