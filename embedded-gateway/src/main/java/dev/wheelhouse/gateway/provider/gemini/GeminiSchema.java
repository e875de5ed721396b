// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes a JSON schema in the words that Gemini knows, which are a part of OpenAPI's: an unknown
 * keyword is an error there. References are put in place, alternatives become {@code anyOf}, and
 * what cannot be said is left out, so that a schema only ever becomes wider.
 */
final class GeminiSchema {
  private static final int MOST_DEPTH = 24;
  private static final Set<String> KEPT =
      Set.of(
          "title",
          "description",
          "nullable",
          "minItems",
          "maxItems",
          "minLength",
          "maxLength",
          "minProperties",
          "maxProperties",
          "minimum",
          "maximum",
          "pattern",
          "default",
          "example",
          "propertyOrdering");

  private static final Set<String> FORMATS =
      Set.of("date-time", "enum", "int32", "int64", "float", "double");

  private final JsonNode root;

  private GeminiSchema(JsonNode root) {
    this.root = root;
  }

  /** The schema in Gemini's words. */
  static ObjectNode of(JsonNode schema) {
    return new GeminiSchema(schema).written(schema, 0);
  }

  private ObjectNode written(JsonNode given, int depth) {
    ObjectNode target = Json.newObject();
    JsonNode schema = resolved(given, depth);
    if (depth > MOST_DEPTH || !schema.isObject()) {
      return target.put("type", "object"); // refers to itself, or says nothing
    }
    for (JsonNode part : schema.path("allOf")) {
      merge(target, written(part, depth + 1));
    }
    schema
        .properties()
        .forEach(field -> {
          if (KEPT.contains(field.getKey()) && !field.getValue().isNull()) {
            target.set(field.getKey(), field.getValue());
          }
        });
    if (FORMATS.contains(Json.text(schema, "format"))) {
      target.set("format", schema.get("format"));
    }
    writeValues(schema, target);
    writeType(schema.path("type"), target);
    writeAlternatives(schema, target, depth);
    writeProperties(schema, target, depth);
    writeItems(schema, target, depth);
    return target;
  }

  private JsonNode resolved(JsonNode schema, int depth) {
    JsonNode found = schema;
    for (int hops = depth; found.has("$ref") && hops <= MOST_DEPTH; hops++) {
      String reference = Json.text(found, "$ref");
      found = reference.startsWith("#") ? root.at(reference.substring(1)) : Json.newObject();
    }
    return found;
  }

  /** Only texts can be listed. */
  private static void writeValues(JsonNode schema, ObjectNode target) {
    List<String> values = new ArrayList<>();
    schema.path("enum").forEach(value -> values.add(value.isTextual() ? value.asText() : ""));
    if (schema.path("const").isTextual()) {
      values.add(schema.get("const").asText());
    }
    if (values.isEmpty() || values.contains("")) {
      return;
    }
    ArrayNode list = target.putArray("enum");
    values.forEach(list::add);
    target.put("type", "string");
  }

  /** A list of types has one real one most often, and perhaps null. */
  private static void writeType(JsonNode type, ObjectNode target) {
    if (type.isTextual()) {
      target.put("type", type.asText());
      return;
    }
    List<String> types = new ArrayList<>();
    for (JsonNode each : type) {
      if (each.asText().equals("null")) {
        target.put("nullable", true);
      } else {
        types.add(each.asText());
      }
    }
    if (types.size() == 1) {
      target.put("type", types.getFirst());
    } else if (!types.isEmpty()) {
      ArrayNode any = target.putArray("anyOf");
      types.forEach(each -> any.addObject().put("type", each));
    }
  }

  private void writeAlternatives(JsonNode schema, ObjectNode target, int depth) {
    List<ObjectNode> found = new ArrayList<>();
    for (String word : List.of("anyOf", "oneOf")) {
      for (JsonNode each : schema.path(word)) {
        if (Json.text(each, "type").equals("null")) {
          target.put("nullable", true);
        } else {
          found.add(written(each, depth + 1));
        }
      }
    }
    if (found.size() == 1) {
      merge(target, found.getFirst());
    } else if (!found.isEmpty()) {
      ArrayNode any = target.putArray("anyOf");
      found.forEach(any::add);
    }
  }

  private void writeProperties(JsonNode schema, ObjectNode target, int depth) {
    JsonNode properties = schema.path("properties");
    if (!properties.isEmpty()) {
      ObjectNode all = target.withObjectProperty("properties");
      properties
          .properties()
          .forEach(field -> all.set(field.getKey(), written(field.getValue(), depth + 1)));
      target.put("type", "object");
    }
    // a required property that is not described is an error
    ArrayNode required = Json.newArray();
    for (JsonNode name : schema.path("required")) {
      if (target.path("properties").has(name.asText())) {
        required.add(name);
      }
    }
    if (!required.isEmpty()) {
      target.set("required", required);
    }
  }

  private void writeItems(JsonNode schema, ObjectNode target, int depth) {
    if (schema.path("items").isObject()) {
      target.put("type", "array").set("items", written(schema.get("items"), depth + 1));
    } else if (Json.text(target, "type").equals("array")) {
      target.putObject("items").put("type", "string"); // which must be there
    }
  }

  private static void merge(ObjectNode target, ObjectNode part) {
    part.properties()
        .forEach(field -> {
          if (field.getKey().equals("properties") && target.has("properties")) {
            target.withObjectProperty("properties").setAll((ObjectNode) field.getValue());
          } else if (field.getKey().equals("required") && target.has("required")) {
            target.withArrayProperty("required").addAll((ArrayNode) field.getValue());
          } else {
            target.set(field.getKey(), field.getValue());
          }
        });
  }
}
