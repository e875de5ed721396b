// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * The format of the file, apart from the live {@link GatewaySettings}. What is missing has its
 * standard value; a field that this version does not know is kept, so that an older Wheelhouse does
 * not lose what a newer one wrote. A value that makes no sense is a fault: limits and routes that
 * are guessed could cost money.
 */
final class GatewaySettingsJson {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode tree;

  private GatewaySettingsJson(ObjectNode tree) {
    this.tree = tree;
  }

  static GatewaySettingsJson empty() {
    return new GatewaySettingsJson(JSON.createObjectNode());
  }

  /**
   * @throws IOException when the content is no JSON object
   */
  static GatewaySettingsJson parse(byte[] content) throws IOException {
    if (JSON.readTree(content) instanceof ObjectNode tree) {
      return new GatewaySettingsJson(tree);
    }
    throw new IOException("not a JSON object");
  }

  /**
   * @throws IOException when a value makes no sense; the message names it
   */
  GatewaySettings settings() throws IOException {
    try {
      return new GatewaySettings(log(tree.path("log")));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  byte[] with(GatewaySettings settings) {
    ObjectNode changed = tree.deepCopy();
    changed.put("version", Math.max(VERSION, changed.path("version").asInt()));
    changed
        .withObjectProperty("log")
        .put("on", settings.log().on())
        .put("contents", settings.log().contents())
        .put("days", settings.log().days())
        .put("megabytes", settings.log().megabytes());
    try {
      return JSON.writeValueAsBytes(changed);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static RequestLogSettings log(JsonNode node) {
    RequestLogSettings standard = RequestLogSettings.STANDARD;
    return new RequestLogSettings(
        node.path("on").asBoolean(standard.on()),
        node.path("contents").asBoolean(standard.contents()),
        node.path("days").asInt(standard.days()),
        node.path("megabytes").asInt(standard.megabytes()));
  }
}
