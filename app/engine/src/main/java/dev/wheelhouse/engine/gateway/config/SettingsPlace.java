// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What stands at a place of the settings file. It is read as what it has to be; anything else is a
 * fault that names the place and what is expected there, and never a value that was guessed.
 *
 * @param name such as {@code limits[0].concurrent}; empty for the whole file
 * @param node a missing one where the file says nothing
 */
record SettingsPlace(String name, JsonNode node) {

  /** A fault that names its place already. */
  private static final class Fault extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Fault(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Whether there is such a field. */
  boolean has(String field) {
    return node.has(field);
  }

  private SettingsPlace at(String field) {
    return new SettingsPlace(name.isEmpty() ? field : name + "." + field, node.path(field));
  }

  /** An object, or nothing, read as a whole. */
  <T> T object(String field, Function<SettingsPlace, T> read) {
    SettingsPlace place = at(field);
    return place.read(read);
  }

  boolean flag(String field, boolean standard) {
    SettingsPlace place = at(field);
    return place.has(JsonNode::isBoolean, "true or false") ? place.node.asBoolean() : standard;
  }

  int whole(String field, int standard) {
    SettingsPlace place = at(field);
    Predicate<JsonNode> fits = value -> value.isIntegralNumber() && value.canConvertToInt();
    return place.has(fits, "a whole number") ? place.node.asInt() : standard;
  }

  /** 0 or more; 0 when nothing stands there. */
  long count(String field) {
    SettingsPlace place = at(field);
    Predicate<JsonNode> fits =
        value -> value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0;
    return place.has(fits, "a whole number of 0 or more") ? place.node.asLong() : 0;
  }

  double number(String field, double standard) {
    SettingsPlace place = at(field);
    Predicate<JsonNode> fits = value -> value.isNumber() && Double.isFinite(value.asDouble());
    return place.has(fits, "a number") ? place.node.asDouble() : standard;
  }

  /** 0 or more; 0 when nothing stands there. */
  double amount(String field) {
    SettingsPlace place = at(field);
    Predicate<JsonNode> fits =
        value -> value.isNumber() && Double.isFinite(value.asDouble()) && value.asDouble() >= 0;
    return place.has(fits, "a number of 0 or more") ? place.node.asDouble() : 0;
  }

  /** Empty when nothing stands there. */
  String text(String field) {
    return at(field).text();
  }

  /** This place itself, as a text. */
  String text() {
    return has(JsonNode::isTextual, "a text") ? node.asText() : "";
  }

  /** The objects of a list. */
  <T> List<T> objects(String field, Function<SettingsPlace, T> read) {
    return list(field, entry -> entry.read(read));
  }

  /** The texts of a list. */
  List<String> texts(String field) {
    return list(field, SettingsPlace::text);
  }

  private <T> List<T> list(String field, Function<SettingsPlace, T> read) {
    SettingsPlace place = at(field);
    List<T> items = new ArrayList<>();
    if (place.has(JsonNode::isArray, "a list")) {
      for (JsonNode entry : place.node) {
        items.add(read.apply(new SettingsPlace(place.name + "[" + items.size() + "]", entry)));
      }
    }
    return items;
  }

  /** What a settings type refuses gets the name of the place. */
  private <T> T read(Function<SettingsPlace, T> read) {
    has(JsonNode::isObject, "an object");
    try {
      return read.apply(this);
    } catch (Fault e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Fault(name + ": " + e.getMessage(), e);
    }
  }

  /** Refuses fields that mean nothing: who misspelt a limit must not believe that it holds. */
  void requireOnly(Set<String> known) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!known.contains(field.getKey())) {
        throw new IllegalArgumentException(
            "nobody knows the field %s; known are %s"
                .formatted(field.getKey(), String.join(", ", known.stream().sorted().toList())));
      }
    }
  }

  private boolean has(Predicate<JsonNode> fits, String expected) {
    if (node.isMissingNode()) {
      return false;
    }
    if (!fits.test(node)) {
      String found = node.isNumber() ? "another number" : kind();
      throw new Fault(
          "%s: %s is expected, not %s".formatted(name, expected, found),
          new IllegalArgumentException(found));
    }
    return true;
  }

  private String kind() {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case OBJECT -> "an object";
      case STRING -> "a text";
      case NUMBER, BINARY, MISSING, POJO -> "this";
    };
  }
}
