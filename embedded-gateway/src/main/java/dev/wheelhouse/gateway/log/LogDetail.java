// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import java.util.Optional;

/** Everything about one request: the entry, the content where it was kept, and what users said. */
public final class LogDetail {
  private final LogRecord record;
  private final Optional<Feedback> feedback;

  /** A request and what was said of it. */
  public LogDetail(LogRecord record, Optional<Feedback> feedback) {
    this.record = record;
    this.feedback = feedback;
  }

  /** The entry. */
  public LogEntry entry() {
    return record.entry();
  }

  /** The beginning of the request's body; empty unless content is kept. */
  public String request() {
    return record.request();
  }

  /** The beginning of the answer's text; empty unless content is kept. */
  public String answer() {
    return record.answer();
  }

  /** What a user said of the answer. */
  public Optional<Feedback> feedback() {
    return feedback;
  }
}
