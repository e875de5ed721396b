// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import dev.wheelhouse.engine.docker.RawLogLine;
import java.time.Instant;
import java.util.function.Consumer;

/** Cleans and filters the lines of one container and hands on those that are wanted. */
final class LineMaker implements Consumer<RawLogLine> {
  private final String service;
  private final LineFilter filter;
  private final Consumer<LogLine> wanted;
  private volatile Instant lastAt;

  /**
   * @param after lines up to this moment are known already
   */
  LineMaker(String service, LineFilter filter, Instant after, Consumer<LogLine> wanted) {
    this.service = service;
    this.filter = filter;
    this.lastAt = after;
    this.wanted = wanted;
  }

  /** When the newest line was written, wanted or not. */
  Instant lastAt() {
    return lastAt;
  }

  /** Called by one thread. */
  @Override
  public void accept(RawLogLine raw) {
    // a line that the engine did not stamp belongs to the one before it
    boolean stamped = !raw.at().equals(Instant.EPOCH);
    if (stamped && !raw.at().isAfter(lastAt)) {
      return;
    }
    Instant at = stamped ? raw.at() : lastAt;
    lastAt = at;
    String text = LogText.clean(raw.text());
    LogLine.Level level = Levels.of(text);
    if (filter.passes(text, level)) {
      wanted.accept(new LogLine(0, at, service, level, text));
    }
  }
}
