// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a prompt asks of the test server, written {@code [[name]]} or {@code [[name=value]]} inside
 * it:
 *
 * <ul>
 *   <li>{@code delay=MS} waits before each token; {@code load=MS} waits before the first one
 *   <li>{@code tokens=N} answers with N tokens instead of the echo
 *   <li>{@code fail-after=N} sends an error line after N tokens; 0 is an error before the stream
 *   <li>{@code status=CODE} refuses with that HTTP status
 *   <li>{@code drop-after=N} cuts the connection after N tokens
 *   <li>{@code stall} or {@code stall=N} sends nothing more after N tokens (default 1)
 *   <li>{@code think=TEXT} the thinking, where the model can think
 *   <li>{@code tool=NAME {"json":"arguments"}} calls a tool
 *   <li>{@code messages} answers how many messages of each role came
 * </ul>
 *
 * @param values name to value; the empty text where there was none
 * @param prompt the prompt without the directives
 */
record Directives(Map<String, String> values, String prompt) {
  private static final Pattern FORM =
      Pattern.compile("\\[\\[([a-z-]+)(?:=(.*?))?]]", Pattern.DOTALL);

  Directives {
    values = Map.copyOf(values);
  }

  static Directives in(String prompt) {
    Map<String, String> values = new LinkedHashMap<>();
    Matcher matcher = FORM.matcher(prompt);
    while (matcher.find()) {
      values.put(matcher.group(1), Optional.ofNullable(matcher.group(2)).orElse("").strip());
    }
    return new Directives(values, matcher.replaceAll("").strip().replaceAll("[ \t]{2,}", " "));
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  OptionalInt number(String name) {
    String value = values.get(name);
    return value == null || value.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(value));
  }

  Duration milliseconds(String name) {
    return Duration.ofMillis(number(name).orElse(0));
  }
}
