// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A number that the requests of one conversation have in common: made of the session that the
 * client names, else of what a conversation begins with and repeats in each turn: system message
 * and first message of the user.
 */
public final class ConversationKey {
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private ConversationKey() {}

  /** The key; 0 when there is nothing to go by. Only a number is kept of what was said. */
  public static long of(String session, ObjectNode body) {
    String named = session.isEmpty() ? body.path("prompt_cache_key").asText("") : session;
    if (!named.isEmpty()) {
      return hash(hash(BASIS, "session"), named);
    }
    long key = hash(BASIS, "prefix");
    long start = key;
    for (String field : new String[] {"system", "instructions"}) {
      if (body.has(field)) {
        key = hash(key, body.get(field).toString());
      }
    }
    for (String field : new String[] {"messages", "input", "prompt"}) {
      key = hash(key, body.path(field));
    }
    return key == start ? 0 : key;
  }

  private static long hash(long key, JsonNode turns) {
    if (!turns.isArray()) {
      return turns.isMissingNode() || turns.isNull() ? key : hash(key, turns.toString());
    }
    long now = key;
    for (JsonNode turn : turns) {
      now = hash(now, turn.toString());
      if (turn.path("role").asText("user").equals("user")) {
        return now;
      }
    }
    return now;
  }

  /** FNV-1a over the characters. */
  private static long hash(long key, String text) {
    long now = key;
    for (int i = 0; i < text.length(); i++) {
      now = (now ^ text.charAt(i)) * PRIME;
    }
    return now;
  }
}
