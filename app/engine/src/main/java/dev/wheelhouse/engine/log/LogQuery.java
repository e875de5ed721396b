// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import dev.wheelhouse.engine.log.LogLine.Level;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lines are wanted.
 *
 * @param services empty for all
 * @param tail last lines of each service to begin with; -1 for all
 * @param since null for no limit
 * @param pattern a regular expression that the text must contain; null for all
 * @param level lowest level; null for all (UNKNOWN lines pass below WARNING only)
 */
public record LogQuery(
    Set<String> services,
    int tail,
    @Nullable Instant since,
    @Nullable String pattern,
    @Nullable Level level) {
  public LogQuery {
    services = Set.copyOf(services);
  }
}
