// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.engine.log.LogLine.Level;
import java.time.Instant;
import java.util.Locale;

/**
 * A line as the screen keeps it.
 *
 * @param index counts all lines since the screen was opened, so it names the line for good
 */
record StoredLine(long index, Instant at, String service, Level level, String text) {

  /** The line as text: the moment in UTC, the service, the level when it is known, the text. */
  String plain(boolean withTime) {
    String known = level == Level.UNKNOWN ? "" : level.name().toLowerCase(Locale.ROOT) + " ";
    return (withTime ? at + " " : "") + service + " " + known + text;
  }
}
