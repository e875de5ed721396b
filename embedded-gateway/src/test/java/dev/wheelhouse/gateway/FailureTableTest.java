// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of failures in the documentation names tests that there are, for every failure. */
class FailureTableTest {
  private static final Pattern ROW =
      Pattern.compile("\\| ((?:rule|pain) \\d+) \\| [^|]+ \\| (.+) \\|");
  private static final Pattern TEST = Pattern.compile("`([\\w.]+)#(\\w+)`");
  private static final int RULES = 12;
  private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "Property");

  @Test
  void everyRuleAndEveryPainHasTests() throws IOException {
    Map<String, List<String>> table = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("../docs/failure-tests.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        List<String> tests = new ArrayList<>();
        TEST.matcher(row.group(2)).results().forEach(each -> tests.add(each.group()));
        assertThat(table.put(row.group(1), tests)).as("a second row of " + row.group(1)).isNull();
      }
    }
    List<String> wanted = new ArrayList<>();
    IntStream.rangeClosed(1, 24).forEach(number -> wanted.add("pain " + number));
    IntStream.rangeClosed(1, RULES).forEach(number -> wanted.add("rule " + number));
    assertThat(table).containsOnlyKeys(wanted);
    table.forEach((row, tests) ->
        assertThat(tests)
            .as(row)
            .isNotEmpty()
            .allSatisfy(test -> assertThat(isTest(test)).isTrue()));
  }

  private static boolean isTest(String named) throws ClassNotFoundException {
    Matcher name = TEST.matcher(named);
    assertThat(name.matches()).isTrue();
    String where =
        name.group(1).startsWith("headless.") ? "dev.wheelhouse." : "dev.wheelhouse.gateway.";
    for (Method method : Class.forName(where + name.group(1)).getDeclaredMethods()) {
      if (method.getName().equals(name.group(2))) {
        return Arrays.stream(method.getAnnotations())
            .map(Annotation::annotationType)
            .anyMatch(type -> TESTS.contains(type.getSimpleName()));
      }
    }
    return false;
  }
}
