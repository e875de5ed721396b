// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.engine.log.LogLine.Level;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lines are shown.
 *
 * @param services null for all
 * @param level the lowest; null for all. What has no level passes below WARNING only.
 */
record LogFilter(@Nullable Set<String> services, @Nullable Level level, TextMatch text) {
  static final LogFilter ALL = new LogFilter(null, null, TextMatch.ANY);

  boolean all() {
    return services == null && level == null && text.any();
  }

  boolean passes(StoredLine line) {
    return (services == null || services.contains(line.service()))
        && passes(line.level())
        && text.in(line.text());
  }

  private boolean passes(Level own) {
    if (level == null) {
      return true;
    }
    return own == Level.UNKNOWN ? level.compareTo(Level.WARNING) < 0 : own.compareTo(level) >= 0;
  }
}
