// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.log.LogLine;
import dev.wheelhouse.engine.log.LogLine.Level;
import dev.wheelhouse.engine.log.LogQuery;
import dev.wheelhouse.engine.log.Logs;
import dev.wheelhouse.engine.stack.StackId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Logs that the test writes. */
public final class FakeLogs implements Logs {
  /** What was asked for, such as "export [redis] WARNING (?i)x". */
  public final List<String> orders = new CopyOnWriteArrayList<>();

  private final List<Consumer<List<LogLine>>> listeners = new CopyOnWriteArrayList<>();
  private final List<LogLine> past = new ArrayList<>();
  private long next;

  /** Writes one line now. */
  public void write(String service, Level level, String text) {
    writeAll(List.of(line(service, level, text)));
  }

  /** Writes lines in one batch. */
  public void writeAll(List<LogLine> lines) {
    synchronized (past) {
      past.addAll(lines);
    }
    listeners.forEach(listener -> listener.accept(lines));
  }

  /** A line for {@link #writeAll}; each is a tenth of a second later than the one before. */
  public LogLine line(String service, Level level, String text) {
    Instant at = Samples.NOW.plusMillis(next * 100);
    return new LogLine(next++, at, service, level, text);
  }

  /** How many follow now. */
  public int followers() {
    return listeners.size();
  }

  @Override
  public Subscription follow(StackId stack, LogQuery query, Consumer<List<LogLine>> listener) {
    orders.add("follow " + stack);
    List<LogLine> present;
    synchronized (past) {
      present = List.copyOf(past);
    }
    if (!present.isEmpty()) {
      listener.accept(present);
    }
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public List<LogLine> read(StackId stack, LogQuery query) {
    synchronized (past) {
      return List.copyOf(past);
    }
  }

  @Override
  public long export(StackId stack, LogQuery query, Path file, JobControl control) {
    orders.add("export " + query.services() + " " + query.level() + " " + query.pattern());
    return past.size();
  }
}
