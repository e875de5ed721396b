// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import java.time.Instant;

/**
 * One log line, clean: no control characters, ANSI colours removed.
 *
 * @param number counts up within one follow, so that gaps can be seen
 */
public record LogLine(long number, Instant at, String service, Level level, String text) {
  /** How loud the line is, as far as it can be told from its text. */
  public enum Level {
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    UNKNOWN
  }
}
