// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Reads and writes JSON within bounds. Numbers keep their digits, so that a body that is read,
 * changed in one field and written again says what the client said.
 */
public final class Json {
  private static final ObjectMapper WRITER = mapper(StreamReadConstraints.defaults());

  private final ObjectMapper mapper;

  /** Limits of what is read: nesting depth, and the length of the whole document in bytes. */
  public Json(int maxDepth, int maxBytes) {
    this.mapper =
        mapper(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxStringLength(maxBytes)
                .build());
  }

  /** Reads one JSON object; the message of the failure names the place but quotes no content. */
  public ObjectNode object(byte[] bytes) throws JsonFault {
    JsonNode node = read(bytes);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new JsonFault("a JSON object is expected");
  }

  /** Reads one JSON object from text. */
  public ObjectNode object(String text) throws JsonFault {
    return object(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private JsonNode read(byte[] bytes) throws JsonFault {
    try {
      JsonNode node = mapper.readTree(bytes);
      return node == null ? JsonNodeFactory.instance.missingNode() : node;
    } catch (JsonProcessingException e) {
      throw new JsonFault(place(e));
    } catch (IOException e) {
      throw new JsonFault("the body is not JSON");
    }
  }

  /** Reads a document within the bounds, token by token. */
  public JsonParser tokens(byte[] bytes) throws IOException {
    return mapper.getFactory().createParser(bytes);
  }

  /** Reads a document piece by piece, for what is too large for a tree. */
  public static JsonParser parser(byte[] bytes) throws IOException {
    return WRITER.getFactory().createParser(bytes);
  }

  /** Writes a document piece by piece. */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return WRITER.getFactory().createGenerator(out);
  }

  /** A new, empty object. */
  public static ObjectNode newObject() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A new, empty array. */
  public static ArrayNode newArray() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** The bytes of a node, in UTF-8, on one line. */
  public static byte[] bytes(JsonNode node) {
    try {
      return WRITER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  /** The text of a field, or empty when it is absent or no text. */
  public static String text(JsonNode object, String field) {
    return object.path(field).asText("");
  }

  private static String place(JsonProcessingException e) {
    String reason =
        e instanceof com.fasterxml.jackson.core.exc.StreamConstraintsException
            ? "the JSON exceeds a limit: " + e.getOriginalMessage()
            : "the body is not valid JSON";
    if (e.getLocation() == null) {
      return reason;
    }
    return reason
        + " (line "
        + e.getLocation().getLineNr()
        + ", column "
        + e.getLocation().getColumnNr()
        + ")";
  }

  private static ObjectMapper mapper(StreamReadConstraints constraints) {
    JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints).build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }
}
