// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names what was asked, so that only the same question gets the same answer. The same conversation
 * has the same name in every dialect and streamed or not, if it has nothing that only one dialect
 * knows; anything else has a name that holds every field of the request.
 *
 * @param text the tenant, the model and a digest: {@code key:0f…/qwen3:8b/3a…}
 * @param shape the form of the answer that the client wants
 */
public record CacheKey(String text, String shape) {
  private static final Set<String> SHAPE = Set.of("stream", "stream_options");

  /**
   * The name of a request.
   *
   * @param chat the request where it is a chat
   * @param model what the upstream calls the model
   */
  public static CacheKey of(
      ClientRequest request, Optional<InboundChat> chat, String operation, String model) {
    ObjectNode body = request.json();
    String shape =
        request.dialect()
            + " "
            + chat.map(InboundChat::stream).orElse(false)
            + " "
            + body.path("stream_options");
    ArrayNode asked = Json.newArray().add(request.caller().id()).add(model).add(operation);
    Optional<JsonNode> plain =
        chat.isPresent() ? PlainChat.of(request, chat.get()) : Optional.empty();
    if (plain.isPresent()) {
      asked.add(plain.get());
    } else {
      asked.add(request.dialect().name());
      ArrayNode headers = asked.addArray();
      new TreeSet<>(request.headers().entrySet().stream().map(Object::toString).toList())
          .forEach(headers::add);
      // an answer that cannot be put into another form is kept for this one only
      asked.add(shape).add(without(body));
    }
    return new CacheKey(request.caller().id() + "/" + model + "/" + digest(asked), shape);
  }

  private static ObjectNode without(ObjectNode body) {
    ObjectNode rest = Json.newObject();
    body.properties().stream()
        .filter(field -> !SHAPE.contains(field.getKey()) && !field.getKey().equals("model"))
        .forEach(field -> rest.set(field.getKey(), field.getValue()));
    return rest;
  }

  static String digest(JsonNode node) {
    MessageDigest digest = sha256();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
        JsonGenerator generator = Json.generator(out)) {
      write(node, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The order of an object's fields means nothing, so it must not make another name. */
  private static void write(JsonNode node, JsonGenerator out) throws IOException {
    switch (node) {
      case ObjectNode object -> {
        out.writeStartObject();
        List<String> names =
            object.propertyStream().map(java.util.Map.Entry::getKey).sorted().toList();
        for (String name : names) {
          out.writeFieldName(name);
          write(object.get(name), out);
        }
        out.writeEndObject();
      }
      case ArrayNode array -> {
        out.writeStartArray();
        for (JsonNode child : array) {
          write(child, out);
        }
        out.writeEndArray();
      }
      default -> out.writeTree(node);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
