// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON as this package reads and writes it. */
final class Json {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Pattern DURATION = Pattern.compile("(-?[0-9.]+)(ns|us|ms|s|m|h)");

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  static String quote(String text) {
    return write(MAPPER.getNodeFactory().textNode(text));
  }

  static ObjectNode error(String message) {
    return object().put("error", message);
  }

  /**
   * A {@code keep_alive}: a number of seconds or a text such as {@code 5m} or {@code 1h30m}, the
   * form of Go's time.ParseDuration. Negative means for ever.
   */
  static Duration duration(JsonNode node) {
    if (node.isNumber()) {
      return Duration.ofNanos((long) (node.asDouble() * 1e9));
    }
    Matcher matcher = DURATION.matcher(node.asText());
    Duration sum = Duration.ZERO;
    boolean found = false;
    while (matcher.find()) {
      found = true;
      sum = sum.plusNanos((long) (Double.parseDouble(matcher.group(1)) * nanos(matcher.group(2))));
    }
    if (!found) {
      throw new IllegalArgumentException("time: invalid duration \"" + node.asText() + "\"");
    }
    return sum;
  }

  private static double nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      default -> 3600e9;
    };
  }
}
