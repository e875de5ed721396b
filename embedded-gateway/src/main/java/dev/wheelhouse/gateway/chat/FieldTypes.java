// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Refuses fields of the wrong type by name, as the servers of each dialect do: a {@code stream}
 * that is the text "yes" is no stream, and a limit that is a text is no limit. Fields that only
 * some upstreams know are theirs to check.
 */
public final class FieldTypes {
  private static final Map<String, Type> OPENAI =
      table(
          Map.of(
              Type.FLAG,
              List.of("stream", "parallel_tool_calls", "store"),
              Type.NUMBER,
              List.of("temperature", "top_p", "presence_penalty", "frequency_penalty"),
              Type.WHOLE,
              List.of("max_tokens", "max_completion_tokens", "max_output_tokens", "seed", "n"),
              Type.LIST,
              List.of("messages", "tools"),
              Type.OBJECT,
              List.of("stream_options", "response_format"),
              Type.TEXTS,
              List.of("stop"),
              Type.TEXT_OR_OBJECT,
              List.of("tool_choice"),
              Type.TEXT,
              List.of("reasoning_effort", "user")));
  private static final Map<String, Type> ANTHROPIC =
      table(
          Map.of(
              Type.FLAG,
              List.of("stream"),
              Type.NUMBER,
              List.of("temperature", "top_p"),
              Type.WHOLE,
              List.of("max_tokens", "top_k"),
              Type.LIST,
              List.of("messages", "tools"),
              Type.OBJECT,
              List.of("tool_choice", "thinking", "metadata", "output_config"),
              Type.LIST_OF_TEXTS,
              List.of("stop_sequences"),
              Type.TEXT_OR_LIST,
              List.of("system")));
  private static final Map<String, Type> OLLAMA =
      table(
          Map.of(
              Type.FLAG,
              List.of("stream", "raw", "truncate"),
              Type.LIST,
              List.of("messages", "tools", "images"),
              Type.OBJECT,
              List.of("options"),
              Type.TEXT,
              List.of("system", "template", "suffix"),
              Type.TEXT_OR_OBJECT,
              List.of("format"),
              Type.FLAG_OR_TEXT,
              List.of("think"),
              Type.TEXT_OR_NUMBER,
              List.of("keep_alive")));
  private static final Map<String, Type> OLLAMA_OPTIONS =
      table(
          Map.of(
              Type.NUMBER,
              List.of("temperature", "top_p", "presence_penalty", "frequency_penalty"),
              Type.WHOLE,
              List.of("num_predict", "num_ctx", "seed", "top_k"),
              Type.LIST_OF_TEXTS,
              List.of("stop")));

  private FieldTypes() {}

  private record Type(String words, Predicate<JsonNode> fits) {
    static final Type FLAG = new Type("true or false", JsonNode::isBoolean);
    static final Type NUMBER = new Type("a number", JsonNode::isNumber);
    static final Type WHOLE = new Type("a whole number", FieldTypes::whole);
    static final Type TEXT = new Type("a text", JsonNode::isTextual);
    static final Type LIST = new Type("a list", JsonNode::isArray);
    static final Type OBJECT = new Type("an object", JsonNode::isObject);
    static final Type LIST_OF_TEXTS = new Type("a list of texts", FieldTypes::texts);
    static final Type TEXTS =
        new Type("a text or a list of texts", value -> value.isTextual() || texts(value));
    static final Type TEXT_OR_LIST =
        new Type("a text or a list", value -> value.isTextual() || value.isArray());
    static final Type TEXT_OR_OBJECT =
        new Type("a text or an object", value -> value.isTextual() || value.isObject());
    static final Type TEXT_OR_NUMBER =
        new Type("a text or a number", value -> value.isTextual() || value.isNumber());
    static final Type FLAG_OR_TEXT =
        new Type("true, false or a text", value -> value.isBoolean() || value.isTextual());
  }

  /**
   * Checks what the dialect says about a request for a model; null counts as absent.
   *
   * @throws ApiFailure that names the first field that is wrong
   */
  public static void require(Dialect dialect, ObjectNode body) throws ApiFailure {
    require(body, "model", Type.TEXT, "");
    require(body, table(dialect), "");
    requireMessages(dialect, body.path("messages"));
    // other dialects' clients may send Ollama's options, too
    if (body.path("options") instanceof ObjectNode options) {
      require(options, OLLAMA_OPTIONS, "options.");
    }
  }

  private static Map<String, Type> table(Dialect dialect) {
    return switch (dialect) {
      case OPENAI, OPENAI_COMPLETIONS, OPENAI_RESPONSES -> OPENAI;
      case ANTHROPIC -> ANTHROPIC;
      case OLLAMA, OLLAMA_GENERATE -> OLLAMA;
      case FOREIGN -> Map.of();
    };
  }

  private static void requireMessages(Dialect dialect, JsonNode messages) throws ApiFailure {
    Type content = dialect == Dialect.OLLAMA ? Type.TEXT : Type.TEXT_OR_LIST;
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      if (message instanceof ObjectNode entry) {
        if (!fits(entry, "content", content) || !fits(entry, "role", Type.TEXT)) {
          String place = "messages[" + i + "].";
          require(entry, "role", Type.TEXT, place);
          require(entry, "content", content, place);
        }
      } else {
        throw wrong("messages[" + i + "]", Type.OBJECT, message);
      }
    }
  }

  private static void require(ObjectNode object, Map<String, Type> types, String place)
      throws ApiFailure {
    // the fields that are there, of which there are few
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      Type type = types.get(field.getKey());
      if (type != null) {
        require(object, field.getKey(), type, place);
      }
    }
  }

  private static void require(ObjectNode object, String field, Type type, String place)
      throws ApiFailure {
    if (!fits(object, field, type)) {
      throw wrong(place + field, type, object.get(field));
    }
  }

  private static boolean fits(ObjectNode object, String field, Type type) {
    JsonNode value = object.get(field);
    return value == null || value.isNull() || type.fits.test(value);
  }

  private static ApiFailure wrong(String field, Type type, JsonNode value) {
    String found =
        switch (value.getNodeType()) {
          case ARRAY -> "a list";
          case BOOLEAN -> "true or false";
          case NUMBER -> "a number";
          case OBJECT -> "an object";
          case STRING -> "a text";
          case NULL -> "null";
          case BINARY, MISSING, POJO -> "something else";
        };
    // where the kind is right and only what is inside is wrong, the kind says nothing
    boolean inside = (type.equals(Type.WHOLE) && value.isNumber()) || value.isArray();
    return ApiFailure.invalid(
        "The field %s must be %s%s.".formatted(field, type.words, inside ? "" : ", not " + found),
        field);
  }

  /** Some clients write 5.0 for 5. */
  private static boolean whole(JsonNode value) {
    return value.isIntegralNumber() || (value.isNumber() && value.canConvertToExactIntegral());
  }

  private static boolean texts(JsonNode value) {
    return value.isArray() && value.valueStream().allMatch(JsonNode::isTextual);
  }

  private static Map<String, Type> table(Map<Type, List<String>> fields) {
    Map<String, Type> table = new LinkedHashMap<>();
    fields.forEach((type, names) -> names.forEach(name -> table.put(name, type)));
    return Map.copyOf(table);
  }
}
