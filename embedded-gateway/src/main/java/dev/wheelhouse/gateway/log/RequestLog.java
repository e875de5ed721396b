// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the log lies. One thread writes and trims; questions come from any. Every method may throw
 * {@link LogFailure}.
 */
public interface RequestLog extends AutoCloseable {
  /** Its kind, for people: {@code sqlite} or {@code postgres}. */
  String kind();

  /** Writes all of them or none; those whose id is there already are left out. */
  void write(List<LogRecord> records);

  /** Removes up to {@code batch} entries that are beyond the bounds; returns how many. */
  int trim(Retention retention, Instant now, int batch);

  /** Removes everything, and gives the space back. */
  void clear();

  /** The entries, newest first. */
  List<LogEntry> find(LogQuery query);

  /**
   * Hands over entries, oldest first, without having them all in memory.
   *
   * @param most if there are more, the newest so many are handed over; the limit of {@code query}
   *     is that of a page, and does not count here
   */
  void each(LogQuery query, long most, Consumer<LogEntry> to);

  /** Everything about one request. */
  Optional<LogDetail> detail(String id);

  /** The requests of {@code query} by spans of this length, oldest first. */
  List<LogBucket> buckets(LogQuery query, Duration span);

  /** The requests of {@code query} by model and temperature, most used first. */
  List<ParameterOutcome> parameters(LogQuery query);

  /** The requests of {@code query} by upstream. */
  List<UpstreamOutcome> upstreams(LogQuery query);

  /** Keeps what a user said; returns false when there is no such request. */
  boolean rate(Feedback feedback);

  /** How many entries there are. */
  long entries();

  /** How large it is. */
  long bytes();

  /** What happened to it that its owner should know; empty when nothing did. */
  String notice();

  @Override
  void close();
}
