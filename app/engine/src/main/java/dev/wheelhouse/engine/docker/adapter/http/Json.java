// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the engine's JSON without minding missing or null fields. */
public final class Json {
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  public static Map<String, String> strings(JsonNode node) {
    Map<String, String> result = new LinkedHashMap<>();
    node.properties().forEach(entry -> result.put(entry.getKey(), entry.getValue().asText("")));
    return result;
  }

  public static List<String> texts(JsonNode array) {
    List<String> result = new ArrayList<>();
    array.forEach(item -> result.add(item.asText("")));
    return result;
  }

  /** The engine writes year 1 for "never". */
  public static @Nullable Instant time(JsonNode node, String field) {
    String text = text(node, field);
    if (text.isEmpty() || text.startsWith("0001-")) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
