// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.stack.StackId;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Logs of the services of a stack. Thread-safe. */
public interface Logs {

  /**
   * Follows the wanted services, also across restarts of their containers; lines come in batches,
   * in order per service, merged by time within a batch. Bounded: a slow listener makes lines drop,
   * and a line that says how many.
   */
  Subscription follow(StackId stack, LogQuery query, Consumer<List<LogLine>> listener);

  /** What is there now, merged by time; at most 100,000 lines. Blocks. */
  List<LogLine> read(StackId stack, LogQuery query);

  /** Writes the lines to a file as text, and returns how many. */
  long export(StackId stack, LogQuery query, Path file, JobControl control);
}
