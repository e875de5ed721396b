// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.engine.settings.Settings.Theme;
import dev.wheelhouse.engine.settings.Settings.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The format of the settings file, apart from the live {@link Settings}. A value that is missing or
 * makes no sense falls back to its standard; a field that this version does not know is kept, so
 * that an older Wheelhouse does not lose what a newer one wrote.
 */
final class SettingsJson {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode tree;

  private SettingsJson(ObjectNode tree) {
    this.tree = tree;
  }

  static SettingsJson empty() {
    return new SettingsJson(JSON.createObjectNode());
  }

  /**
   * @throws IOException when the content is no JSON object
   */
  static SettingsJson parse(byte[] content) throws IOException {
    if (JSON.readTree(content) instanceof ObjectNode tree) {
      return new SettingsJson(tree);
    }
    throw new IOException("not a JSON object");
  }

  Settings settings() {
    Settings standard = Settings.standard();
    int port = tree.path("gatewayPort").asInt(standard.gatewayPort());
    return new Settings(
        theme(tree.path("theme").asText("")),
        port >= 1 && port <= 65_535 ? port : standard.gatewayPort(),
        tree.path("ollamaUrl").asText(""),
        providers(tree.path("providers")),
        window(tree.path("window")));
  }

  byte[] with(Settings settings) {
    ObjectNode changed = tree.deepCopy();
    changed.put("version", Math.max(VERSION, changed.path("version").asInt()));
    changed.put("theme", settings.theme().name().toLowerCase(Locale.ROOT));
    changed.put("gatewayPort", settings.gatewayPort());
    changed.put("ollamaUrl", settings.ollamaUrl());
    ArrayNode providers = changed.putArray("providers");
    settings.providers().forEach(provider -> add(providers, provider));
    Window place = settings.window();
    ObjectNode window = changed.withObjectProperty("window");
    window.put("x", place.x()).put("y", place.y());
    window.put("width", place.width()).put("height", place.height());
    window.put("maximized", place.maximized()).put("railCollapsed", place.railCollapsed());
    try {
      return JSON.writeValueAsBytes(changed);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static void add(ArrayNode list, Settings.Provider provider) {
    list.addObject().put("name", provider.name()).put("baseUrl", provider.baseUrl());
  }

  private static Theme theme(String text) {
    for (Theme theme : Theme.values()) {
      if (theme.name().equalsIgnoreCase(text)) {
        return theme;
      }
    }
    return Theme.SYSTEM;
  }

  private static List<Settings.Provider> providers(JsonNode list) {
    List<Settings.Provider> providers = new ArrayList<>();
    for (JsonNode item : list) {
      String name = item.path("name").asText("");
      String url = item.path("baseUrl").asText("");
      if (!name.isBlank() && !url.isBlank()) {
        providers.add(new Settings.Provider(name, url));
      }
    }
    return providers;
  }

  private static Window window(JsonNode node) {
    return new Window(
        node.path("x").asDouble(),
        node.path("y").asDouble(),
        Math.max(0, node.path("width").asDouble()),
        Math.max(0, node.path("height").asDouble()),
        node.path("maximized").asBoolean(),
        node.path("railCollapsed").asBoolean());
  }
}
