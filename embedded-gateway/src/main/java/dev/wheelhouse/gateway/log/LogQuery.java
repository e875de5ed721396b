// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; an empty text means any.
 *
 * @param model the model as the client or as the upstream calls it
 * @param key the id of a client's key
 * @param from the earliest time, included
 * @param to the latest time, not included
 * @param before only entries older than the one of this id, to read on page by page
 */
public record LogQuery(
    String model,
    String upstream,
    String outcome,
    String key,
    @Nullable Instant from,
    @Nullable Instant to,
    String before,
    int limit) {
  /** The most entries that one question answers; more come page by page, or by an export. */
  public static final int MAX_LIMIT = 1000;

  /** Every entry; the limit is that of a page. */
  public static final LogQuery ALL = new LogQuery("", "", "", "", null, null, "", 100);

  /** Brings the limit within its bounds. */
  public LogQuery {
    limit = Math.clamp(limit, 1, MAX_LIMIT);
  }

  /** The newest entries. */
  public static LogQuery newest(int count) {
    return ALL.withLimit(count);
  }

  /** The same for one model. */
  public LogQuery withModel(String other) {
    return new LogQuery(other, upstream, outcome, key, from, to, before, limit);
  }

  /** The same for one upstream. */
  public LogQuery withUpstream(String other) {
    return new LogQuery(model, other, outcome, key, from, to, before, limit);
  }

  /** The same for one outcome. */
  public LogQuery withOutcome(String other) {
    return new LogQuery(model, upstream, other, key, from, to, before, limit);
  }

  /** The same for one key. */
  public LogQuery withKey(String other) {
    return new LogQuery(model, upstream, outcome, other, from, to, before, limit);
  }

  /** The same for a span of time; null for an open end. */
  public LogQuery withTime(@Nullable Instant start, @Nullable Instant end) {
    return new LogQuery(model, upstream, outcome, key, start, end, before, limit);
  }

  /** The page after the entry of this id. */
  public LogQuery withBefore(String id) {
    return new LogQuery(model, upstream, outcome, key, from, to, id, limit);
  }

  /** The same with another limit. */
  public LogQuery withLimit(int count) {
    return new LogQuery(model, upstream, outcome, key, from, to, before, count);
  }
}
