// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.RunnerHints;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import org.jspecify.annotations.Nullable;

/** Fields that OpenAI's request forms have in common. */
public final class OpenAiFields {
  private static final String DATA = "data:";
  private static final String BASE64 = ";base64,";

  private OpenAiFields() {}

  /** Unknown efforts are left to the model's default rather than refused. */
  public static Effort effort(String effort) {
    return switch (effort) {
      case "none" -> Effort.OFF;
      case "minimal", "low" -> Effort.LOW;
      case "medium" -> Effort.MEDIUM;
      case "high" -> Effort.HIGH;
      case "xhigh", "max", "ultra" -> Effort.MAX;
      default -> Effort.UNSET;
    };
  }

  /** Ollama's fields. */
  public static RunnerHints hints(ObjectNode body) {
    ObjectNode options =
        body.path("options") instanceof ObjectNode given ? given : Json.newObject();
    return new RunnerHints(options, body.hasNonNull("keep_alive") ? body.get("keep_alive") : null);
  }

  /** A number, or null when the field is absent or something else. */
  public static @Nullable JsonNode number(ObjectNode body, String field) {
    return body.path(field).isNumber() ? body.get(field) : null;
  }

  /** A text; like {@code asText}, but null is empty and not the word "null". */
  public static String text(JsonNode object, String field) {
    return object.hasNonNull(field) ? Json.text(object, field) : "";
  }

  /**
   * A picture inside the request, or one that is only named; {@code place} names it in failures.
   */
  public static Part image(String url, String place) throws ApiFailure {
    if (!url.startsWith(DATA)) {
      return new Part.ImageLink(url);
    }
    int mark = url.indexOf(BASE64);
    if (mark < 0) {
      throw ApiFailure.invalid("An image's data: URI must be base64.", place);
    }
    return new Part.Image(
        url.substring(DATA.length(), mark), url.substring(mark + BASE64.length()));
  }
}
