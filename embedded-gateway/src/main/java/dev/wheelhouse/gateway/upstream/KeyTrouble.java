// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.json.Json;
import java.util.regex.Pattern;

/**
 * Tells a spent account and a wrong key by the words of the upstream, as some give both the status
 * of something else: OpenAI and Z.ai send 429 without credit, Anthropic 400; Gemini and xAI send
 * 400 for a wrong key.
 */
final class KeyTrouble {
  private static final Pattern SPENT =
      Pattern.compile(
          "(?i)insufficient[_ ](?:quota|balance|credits?|funds)"
              + "|credit balance is too low|no resource package|out of credits");

  private static final Pattern WRONG_KEY =
      Pattern.compile(
          "(?i)api[_ ]key (?:not valid|expired|not found)|(?:incorrect|invalid) api[_ ]key");

  private KeyTrouble() {}

  /** Whether an error says one of the two. */
  static boolean in(JsonNode body) {
    return spent(body) || WRONG_KEY.matcher(words(body)).find();
  }

  /** Whether the account has nothing left; a limit that a wait helps against is none of these. */
  static boolean spent(JsonNode body) {
    return SPENT.matcher(words(body)).find();
  }

  /** The message and the codes beside it, which are plainer than the message. */
  private static String words(JsonNode body) {
    JsonNode error = body.path("error");
    return UpstreamFailures.message(body)
        + " "
        + Json.text(error, "code")
        + " "
        + Json.text(error, "type");
  }
}
