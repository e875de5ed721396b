// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.json.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model behind Gemini's API takes, told by its name: generations are told how much to think
 * in different fields, and the field of another one is an error.
 *
 * @param version major times 100 plus minor, as 205 for 2.5; 0 when it is no Gemini
 * @param pro whether it is one of the large ones, which cannot stop thinking
 */
record GeminiModel(int version, boolean pro) {
  private static final Pattern NAME = Pattern.compile("gemini-(\\d{1,2})(?:\\.(\\d{1,2}))?-(.*)");
  private static final int FIRST_THINKING = 205;
  private static final int FIRST_BY_LEVEL = 300;

  /** The model of this name. */
  static GeminiModel of(String name) {
    Matcher matcher = NAME.matcher(name.substring(name.lastIndexOf('/') + 1));
    if (!matcher.matches()) {
      return new GeminiModel(0, false);
    }
    int minor = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    int version = Integer.parseInt(matcher.group(1)) * 100 + minor;
    return new GeminiModel(version, matcher.group(3).startsWith("pro"));
  }

  /** Whether calls of tools are refused without the signature of the thought behind them. */
  boolean demandsSignatures() {
    return version >= FIRST_BY_LEVEL;
  }

  /** How much to think; empty where the model's own way is right or nothing can be said. */
  Optional<ObjectNode> thinking(Effort effort) {
    if (effort == Effort.UNSET || version < FIRST_THINKING) {
      return Optional.empty();
    }
    ObjectNode config = Json.newObject();
    if (effort != Effort.OFF) {
      config.put("includeThoughts", true);
    }
    if (version < FIRST_BY_LEVEL) {
      return Optional.of(config.put("thinkingBudget", budget(effort)));
    }
    if (effort != Effort.ON) {
      config.put("thinkingLevel", level(effort));
    }
    return Optional.of(config);
  }

  private int budget(Effort effort) {
    return switch (effort) {
      case OFF -> pro ? 128 : 0;
      case LOW -> 1_024;
      case MEDIUM -> 8_192;
      case HIGH -> 24_576;
      case MAX -> pro ? 32_768 : 24_576;
      case ON, UNSET -> -1; // as the model likes
    };
  }

  private String level(Effort effort) {
    return switch (effort) {
      case OFF -> pro ? "low" : "minimal";
      case LOW -> "low";
      // the first large one knows only low and high
      case MEDIUM -> pro && version == FIRST_BY_LEVEL ? "high" : "medium";
      case HIGH, MAX, ON, UNSET -> "high";
    };
  }
}
