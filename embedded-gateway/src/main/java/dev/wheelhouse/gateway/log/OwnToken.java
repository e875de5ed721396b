// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.secret.Secret;

/**
 * Takes the gateway's own token out of what is kept. It can be any text, so no pattern finds it;
 * people paste it where it does not belong, for example into a question about their settings.
 */
public final class OwnToken {
  private static final String REMOVED = "[removed]";

  /** A shorter one would be found in ordinary words, and is no secret. */
  private static final int SHORTEST = 8;

  private final String token;
  private final String inJson;

  /** Takes out this token. */
  public OwnToken(Secret token) {
    String value = token.isPresent() ? token.reveal() : "";
    this.token = value.length() < SHORTEST ? "" : value;
    String quoted = Json.newObject().textNode(value).toString();
    this.inJson = quoted.substring(1, quoted.length() - 1);
  }

  /** The same record without it. */
  public LogRecord scrub(LogRecord record) {
    LogEntry entry = record.entry();
    LogEntry.Asked asked = entry.asked();
    String model = scrub(asked.model());
    boolean bare = record.request().isEmpty() && record.answer().isEmpty();
    if (bare && model.equals(asked.model())) {
      return record;
    }
    LogEntry.Asked scrubbed =
        new LogEntry.Asked(
            asked.keyId(),
            asked.key(),
            asked.dialect(),
            asked.operation(),
            model,
            asked.stream(),
            asked.temperature(),
            asked.parameters());
    return new LogRecord(
        new LogEntry(
            entry.id(),
            entry.at(),
            scrubbed,
            entry.route(),
            entry.result(),
            entry.tokens(),
            entry.timing()),
        scrub(record.request()),
        scrub(record.answer()));
  }

  /** The same feedback without it. */
  public Feedback scrub(Feedback feedback) {
    return new Feedback(
        feedback.requestId(), feedback.at(), feedback.score(), scrub(feedback.comment()));
  }

  /** The same text without it, also where the text was cut within it. */
  public String scrub(String text) {
    if (token.isEmpty() || text.isEmpty()) {
      return text;
    }
    String whole = text.replace(token, REMOVED).replace(inJson, REMOVED);
    return withoutStart(withoutStart(whole, token), inJson);
  }

  private static String withoutStart(String text, String token) {
    for (int length = Math.min(text.length(), token.length() - 1);
        length >= SHORTEST / 2;
        length--) {
      if (text.endsWith(token.substring(0, length))) {
        return text.substring(0, text.length() - length) + REMOVED;
      }
    }
    return text;
  }
}
