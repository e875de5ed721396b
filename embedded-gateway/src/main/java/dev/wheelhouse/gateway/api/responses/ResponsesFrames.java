// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonTemplate;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The frames of one stream: each is named by its type and numbered in order, from 0. */
final class ResponsesFrames {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int next;

  /**
   * A frame that is written many times: all but its number and one string is made once.
   *
   * @param fields in which one string is {@link JsonTemplate#HOLE}
   */
  record Piece(String type, JsonTemplate fields) {
    static Piece of(String type, ObjectNode fields) {
      return new Piece(type, JsonTemplate.of(more(fields)));
    }
  }

  /** Adds a frame of this type, with these fields. */
  void add(String type, ObjectNode fields) {
    write(type, more(fields));
  }

  /** Adds a frame with this string in its place. */
  void add(Piece piece, String text) {
    write(piece.type(), piece.fields().with(text));
  }

  /** Everything that was added since the last time. */
  byte[] taken() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }

  private void write(String type, byte[] fields) {
    String start =
        "event: %s\ndata: {\"type\":\"%s\",\"sequence_number\":%d".formatted(type, type, next++);
    out.writeBytes(start.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(fields);
    out.writeBytes(new byte[] {'\n', '\n'});
  }

  /** The fields as they follow others: with a comma in place of the first brace. */
  private static byte[] more(ObjectNode fields) {
    byte[] json = Json.bytes(fields);
    json[0] = ',';
    return json;
  }
}
