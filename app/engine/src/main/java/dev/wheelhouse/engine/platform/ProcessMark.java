// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import java.time.Instant;
import java.util.Optional;

/**
 * Names one process for good: the start time tells it from a later one that got the same id.
 *
 * @param text process id and start in milliseconds, such as {@code "4711 1772600000000"}
 */
public record ProcessMark(String text) {

  public static ProcessMark ofThisProcess() {
    return new ProcessMark(describe(ProcessHandle.current()));
  }

  /** Whether that process still runs; false for any text that is no mark. */
  public boolean alive() {
    int space = text.indexOf(' ');
    if (space < 1) {
      return false;
    }
    try {
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(text.substring(0, space)));
      return process.isPresent() && process.get().isAlive() && describe(process.get()).equals(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The number of the process; -1 for a text that is no mark. */
  public long pid() {
    try {
      return Long.parseLong(text.split(" ", 2)[0]);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String describe(ProcessHandle process) {
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + " " + start;
  }
}
