// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.source;

import dev.wheelhouse.engine.compose.tree.Place;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts variables into texts as the Compose specification says: {@code $A}, {@code ${A}}, {@code
 * ${A:-default}}, {@code ${A-default}}, {@code ${A:?message}}, {@code ${A?message}}, {@code
 * ${A:+other}}, {@code ${A+other}}, nested at will, and {@code $$} for a dollar sign. A dollar sign
 * that begins nothing of the kind stands for itself.
 */
public class Interpolation {
  private static final int DEEPEST = 20;
  private static final int LONGEST = 1024 * 1024;
  private static final int MOST = 16 * 1024 * 1024;

  private final Map<String, String> variables;
  private int written;

  /** Texts get the values of these variables, as the map has them then. */
  public Interpolation(Map<String, String> variables) {
    this.variables = Collections.unmodifiableMap(variables);
  }

  /** The same for texts that may be secrets: what is wrong with one is said without it. */
  static Interpolation ofSecrets(Map<String, String> variables) {
    return new Interpolation(variables) {
      @Override
      String shown(String text) {
        return "it";
      }
    };
  }

  String shown(String text) {
    return "\"" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "\"";
  }

  /** Leaves texts as they are. */
  public static Interpolation none() {
    return new Interpolation(Map.of()) {
      @Override
      public String apply(String text, Place place) {
        return text;
      }
    };
  }

  /** The text with its variables put in. */
  public String apply(String text, Place place) {
    return text.indexOf('$') < 0 ? text : new Run(text, place).all(0);
  }

  @Nullable String value(String name) {
    return variables.get(name);
  }

  /** One text from left to right. */
  private final class Run {
    private final String text;
    private final Place place;
    private int at;

    Run(String text, Place place) {
      this.text = text;
      this.place = place;
    }

    String all(int depth) {
      return until(false, depth);
    }

    /** Reads to the end, or to the brace that closes the expression around. */
    private String until(boolean inside, int depth) {
      if (depth > DEEPEST) {
        throw place.invalid(
            "variables are nested too deeply", "Write the default without variables inside.");
      }
      StringBuilder result = new StringBuilder();
      int braces = 0;
      while (at < text.length()) {
        char next = text.charAt(at);
        if (inside && next == '}' && braces == 0) {
          return result.toString();
        }
        if (inside && (next == '{' || next == '}')) {
          braces += next == '{' ? 1 : -1;
        }
        if (next == '$') {
          String value = dollar(depth);
          written += value.length();
          if (result.length() + value.length() > LONGEST || written > MOST) {
            throw place.invalid(
                "its variables make it too long", "Look at the variables in the .env beside it.");
          }
          result.append(value);
        } else {
          result.append(next);
          at++;
        }
      }
      if (inside) {
        throw broken();
      }
      return result.toString();
    }

    private String dollar(int depth) {
      at++;
      char next = at < text.length() ? text.charAt(at) : ' ';
      if (next == '$') {
        at++;
        return "$";
      }
      if (next == '{') {
        at++;
        return braced(depth);
      }
      if (!isPart(next, true)) {
        return "$";
      }
      String name = name();
      String value = value(name);
      return value == null ? "" : value;
    }

    private String braced(int depth) {
      String name = name();
      boolean emptyCounts = at < text.length() && text.charAt(at) == ':';
      if (emptyCounts) {
        at++;
      }
      if (at >= text.length()) {
        throw broken();
      }
      char operator = text.charAt(at);
      String value = value(name);
      if (operator == '}' && !emptyCounts) {
        at++;
        return value == null ? "" : value;
      }
      at++;
      String argument = until(true, depth + 1);
      at++;
      boolean absent = value == null || (emptyCounts && value.isEmpty());
      return switch (operator) {
        case '-' -> absent || value == null ? argument : value;
        case '+' -> absent ? "" : argument;
        case '?' -> required(name, absent ? null : value, argument);
        default -> throw broken();
      };
    }

    private String required(String name, @Nullable String value, String message) {
      if (value == null) {
        String reason = message.isEmpty() ? "it has no value" : message;
        throw place.invalid(
            "the variable " + name + " is required: " + reason,
            "Give it a value: " + name + "=… in the .env beside the file.");
      }
      return value;
    }

    private String name() {
      int start = at;
      while (at < text.length() && isPart(text.charAt(at), at == start)) {
        at++;
      }
      if (at == start) {
        throw broken();
      }
      return text.substring(start, at);
    }

    private static boolean isPart(char c, boolean first) {
      boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      return letter || (!first && c >= '0' && c <= '9');
    }

    private dev.wheelhouse.engine.problem.ProblemException broken() {
      return place.invalid(
          shown(text) + " is no valid use of variables",
          "Write ${NAME} or ${NAME:-default}; for a plain dollar sign write $$.");
    }
  }
}
