// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.secret.KeyPatterns;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A question that may have an answer already, although it was asked in other words: the last
 * message of a conversation. All that comes before it, and all settings, have to be the same.
 *
 * @param owner whose question of which model it is, as in the names of answers
 * @param scope a digest of everything that has to be the same
 * @param text what may be said in other words
 */
public record SimilarQuestion(String owner, String scope, String text) {
  /** Models read only the beginning of a long text, and would find two of them alike. */
  static final int LONGEST = 2000;

  /** Two vectors hardly differ when only a number or a "not" does, but their answers do. */
  private static final Pattern TELLING =
      Pattern.compile(
          "[\\p{L}\\p{N}_./:+-]*\\p{N}[\\p{L}\\p{N}_/]*"
              + "|\\b(?:not|no|never|none|without|cannot)\\b|n['’]t\\b");

  /** The question of a request; empty when it is none that similar ones can be found for. */
  public static Optional<SimilarQuestion> of(
      ClientRequest request, InboundChat chat, String model) {
    if (!(PlainChat.of(request, chat).orElse(null) instanceof ObjectNode plain)) {
      return Optional.empty();
    }
    ArrayNode messages = plain.withArray("messages");
    if (messages.isEmpty() || !(messages.remove(messages.size() - 1) instanceof ArrayNode last)) {
      return Optional.empty();
    }
    String text = last.path(1).asText("").strip();
    boolean fit =
        last.path(0).asText("").equals(Role.USER.name())
            && !text.isEmpty()
            && text.length() <= LONGEST
            // a key goes nowhere but to the model that it was sent to
            && KeyPatterns.scrub(text).equals(text);
    if (!fit) {
      return Optional.empty();
    }
    String owner = request.caller().id() + "/" + model + "/";
    ArrayNode same = Json.newArray().add(owner).add(plain);
    ArrayNode telling = same.addArray();
    TELLING
        .matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .forEach(telling::add);
    return Optional.of(new SimilarQuestion(owner, CacheKey.digest(same), text));
  }

  /** Names this very question, so that it is kept once. */
  String id(String embedder) {
    return CacheKey.digest(Json.newArray().add(embedder).add(scope).add(text));
  }

  @Override
  public String toString() {
    return "SimilarQuestion[" + scope + "]"; // the text must not get into a log
  }
}
