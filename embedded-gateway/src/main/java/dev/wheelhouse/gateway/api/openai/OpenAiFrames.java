// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The frames of OpenAI's event streams. */
final class OpenAiFrames {
  static final byte[] HEARTBEAT = ascii(": keepalive\n\n");
  static final byte[] DONE = ascii("data: [DONE]\n\n");
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] END = ascii("\n\n");

  private OpenAiFrames() {}

  /** An event with this object. */
  static byte[] frame(ObjectNode data) {
    return join(DATA, Json.bytes(data), END);
  }

  /** Several frames in one write. */
  static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }

  /** Whether the client asked for the usage at the end of a stream. */
  static boolean usageWanted(ObjectNode request) {
    return request.path("stream_options").path("include_usage").asBoolean(false);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
