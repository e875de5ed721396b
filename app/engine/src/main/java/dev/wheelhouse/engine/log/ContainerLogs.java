// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.secret.Redaction;
import dev.wheelhouse.engine.stack.StackId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Logs as the Docker engine keeps them. */
public final class ContainerLogs implements Logs {
  private static final int MOST_LINES = 100_000;
  private static final long MOST_CHARACTERS = 64L << 20;
  private static final int REPORT_EVERY = 1_000;

  private final DockerConnection connection;

  public ContainerLogs(DockerConnection connection) {
    this.connection = connection;
  }

  /** Waits for the engine where it does not answer yet. */
  @Override
  public Subscription follow(StackId stack, LogQuery query, Consumer<List<LogLine>> listener) {
    return new Follow(connection, stack, query, LineFilter.of(query), listener).start();
  }

  /** The newest lines, when there are more than 100,000 or more than 64 million characters. */
  @Override
  public List<LogLine> read(StackId stack, LogQuery query) {
    Deque<LogLine> lines = new ArrayDeque<>();
    long[] characters = {0};
    merge(
        stack,
        query,
        JobControl.none(),
        line -> {
          lines.addLast(line);
          characters[0] += line.text().length();
          while (lines.size() > MOST_LINES || characters[0] > MOST_CHARACTERS) {
            characters[0] -= lines.removeFirst().text().length();
          }
        });
    return new ArrayList<>(lines);
  }

  /** Secrets that can be told by their look are hidden, for the file is made to be passed on. */
  @Override
  public long export(StackId stack, LogQuery query, Path file, JobControl control) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    long[] count = {0};
    try (BufferedWriter writer = Files.newBufferedWriter(part)) {
      merge(
          stack,
          query,
          control,
          line -> {
            write(writer, line);
            if (++count[0] % REPORT_EVERY == 0) {
              control.report(Progress.items("Writing lines", count[0], -1));
            }
          });
    } catch (IOException | UncheckedIOException e) {
      discard(part);
      throw trouble(file, e);
    } catch (ProblemException e) {
      discard(part);
      throw e;
    }
    try {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      discard(part);
      throw trouble(file, e);
    }
    return count[0];
  }

  private void merge(StackId stack, LogQuery query, JobControl control, Consumer<LogLine> sink) {
    LineFilter filter = LineFilter.of(query);
    Docker docker = connection.docker();
    List<LogContainer> containers = LogContainer.of(docker, stack, query.services());
    try (MergedRead read = MergedRead.open(docker, containers, query, filter)) {
      read.each(control, sink);
    }
  }

  private static void write(BufferedWriter writer, LogLine line) {
    try {
      writer
          .append(line.at().toString())
          .append(' ')
          .append(line.service())
          .append(" | ")
          .append(Redaction.clean(line.text()))
          .append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(ContainerLogs.class).debug("left over: {}", part, e);
    }
  }

  private static ProblemException trouble(Path file, Exception e) {
    return new ProblemException(new FileTrouble(file.toString(), String.valueOf(e)), e);
  }
}
