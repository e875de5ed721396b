// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How many tokens a request may well take, before any upstream has counted: four characters to a
 * token, a fixed number for a picture, and for the answer what the client allows it.
 */
final class TokenGuess {
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int TOKENS_PER_PICTURE = 1600;
  private static final int LONG_TEXT = 2000;
  private static final int LOOK_AHEAD = 200;
  private static final int ANSWER_UNLESS_SAID = 256;
  private static final int LONGEST_ANSWER = 10_000_000;
  private static final List<String> MOST_TOKENS =
      List.of("max_completion_tokens", "max_tokens", "max_output_tokens");

  private TokenGuess() {}

  static long of(ObjectNode body, boolean answers) {
    long[] sum = new long[2];
    add(body, sum);
    return sum[0] / CHARACTERS_PER_TOKEN + sum[1] + (answers ? answer(body) : 0);
  }

  private static long answer(ObjectNode body) {
    for (String field : MOST_TOKENS) {
      if (body.path(field).isIntegralNumber()) {
        return answer(body.path(field));
      }
    }
    JsonNode ollama = body.path("options").path("num_predict");
    return ollama.isIntegralNumber() ? answer(ollama) : ANSWER_UNLESS_SAID;
  }

  /** What a client allows may be any number, and must not overflow a sum. */
  private static long answer(JsonNode allowed) {
    return allowed.canConvertToLong()
        ? Math.clamp(allowed.asLong(), 0, LONGEST_ANSWER)
        : LONGEST_ANSWER;
  }

  private static void add(JsonNode node, long[] sum) {
    if (node.isTextual()) {
      String text = node.textValue();
      if (text.length() > LONG_TEXT && text.substring(0, LOOK_AHEAD).indexOf(' ') < 0) {
        sum[1] += TOKENS_PER_PICTURE; // base64
      } else {
        sum[0] += text.length();
      }
      return;
    }
    for (JsonNode child : node) {
      add(child, sum);
    }
  }
}
