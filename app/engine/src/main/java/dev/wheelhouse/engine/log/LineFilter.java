// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.wheelhouse.engine.log.LogLine.Level;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Which lines pass. The pattern is RE2's: its matching takes time in proportion to the line
 * whatever the pattern is, so that no filter can stall the log; in return it has no back
 * references.
 */
final class LineFilter {
  private static final int LONGEST_PATTERN = 1_000;

  /** RE2 writes repetitions out, so nested ones could take all memory. */
  private static final long MOST_REPETITIONS = 10_000;

  private static final Pattern REPETITION = Pattern.compile("\\{(\\d{1,6})(?:,(\\d{0,6}))?\\}");

  private final @Nullable Pattern pattern;
  private final @Nullable Level lowest;

  private LineFilter(@Nullable Pattern pattern, @Nullable Level lowest) {
    this.pattern = pattern;
    this.lowest = lowest;
  }

  /**
   * @throws ProblemException with {@code BadInput} when the pattern cannot be read
   */
  static LineFilter of(LogQuery query) {
    String pattern = query.pattern();
    return new LineFilter(
        pattern == null || pattern.isEmpty() ? null : compile(pattern), query.level());
  }

  boolean passes(String text, Level level) {
    return loudEnough(level) && (pattern == null || pattern.matcher(text).find());
  }

  private boolean loudEnough(Level level) {
    Level least = lowest;
    if (least == null) {
      return true;
    }
    return level == Level.UNKNOWN
        ? least.compareTo(Level.WARNING) < 0 || least == Level.UNKNOWN
        : level.compareTo(least) >= 0 || least == Level.UNKNOWN;
  }

  private static Pattern compile(String pattern) {
    if (pattern.length() > LONGEST_PATTERN) {
      throw bad("it is longer than " + LONGEST_PATTERN + " characters");
    }
    if (repetitions(pattern) > MOST_REPETITIONS) {
      throw bad("it repeats too much");
    }
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw bad(e.getDescription() + ": " + e.getPattern());
    }
  }

  private static long repetitions(String pattern) {
    long product = 1;
    Matcher matcher = REPETITION.matcher(pattern);
    while (matcher.find() && product <= MOST_REPETITIONS) {
      String last = matcher.group(2);
      product *=
          Math.max(1, Long.parseLong(last == null || last.isEmpty() ? matcher.group(1) : last));
    }
    return product;
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(
        new BadInput(
            "The filter",
            detail,
            "Write a regular expression without look-around and back references;"
                + " put a backslash before signs that are meant as they stand."));
  }
}
