// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.fake;

import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.docker.LogRequest;
import dev.wheelhouse.engine.docker.RawLogLine;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Runs the fake engine's commands and keeps what containers print. */
final class FakePrograms {
  private static final Duration LOOK = Duration.ofMillis(10);

  private final FakeDocker docker;
  private final Clock clock;
  private final Map<List<String>, FakeProgram> programs = new ConcurrentHashMap<>();

  FakePrograms(FakeDocker docker, Clock clock) {
    this.docker = docker;
    this.clock = clock;
  }

  void add(List<String> command, FakeProgram program) {
    programs.put(List.copyOf(command), program);
  }

  private FakeProgram find(List<String> command) {
    return programs.getOrDefault(command, FakeProgram.sleeps());
  }

  /** Runs a container's own command. */
  void start(FakeContainer container) {
    List<String> command = container.spec().command();
    FakeProgram program = find(command == null ? List.of() : command);
    OutputStream output = new LogLines(container, false);
    OutputStream error = new LogLines(container, true);
    FakeProgram.Surroundings around =
        new FakeProgram.Surroundings(container, InputStream.nullInputStream(), output, error);
    Thread thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                docker.ended(container, program.run(around));
              } catch (IOException e) {
                docker.ended(container, 1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    container.program = thread;
    thread.start();
  }

  int exec(FakeProgram.Surroundings around, ExecSpec spec) {
    FutureTask<Integer> task = new FutureTask<>(() -> find(spec.command()).run(around));
    Thread.ofVirtual().start(task);
    try {
      return task.get(spec.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new ProblemException(
          new EngineProblem.EngineSilent("run " + spec.command(), spec.timeout()));
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("the fake program broke", e);
    }
  }

  Subscription logs(
      FakeContainer container, LogRequest request, Consumer<RawLogLine> listener, Runnable onEnd) {
    AtomicBoolean closed = new AtomicBoolean();
    Thread.ofVirtual().start(() -> follow(container, request, listener, onEnd, closed));
    return () -> closed.set(true);
  }

  private static void follow(
      FakeContainer container,
      LogRequest request,
      Consumer<RawLogLine> listener,
      Runnable onEnd,
      AtomicBoolean closed) {
    int next = 0;
    boolean first = true;
    while (!closed.get()) {
      List<RawLogLine> lines;
      boolean running = container.running();
      synchronized (container.log) {
        int from = first && request.tail() >= 0 ? container.log.size() - request.tail() : next;
        lines = List.copyOf(container.log.subList(Math.max(next, from), container.log.size()));
        next = container.log.size();
      }
      first = false;
      lines.forEach(listener);
      if (!request.follow() || (!running && lines.isEmpty())) {
        break;
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        break;
      }
    }
    onEnd.run();
  }

  /** Makes log lines of what is printed. */
  private final class LogLines extends OutputStream {
    private final FakeContainer container;
    private final boolean error;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LogLines(FakeContainer container, boolean error) {
      this.container = container;
      this.error = error;
    }

    @Override
    public void write(int one) {
      if (one != '\n') {
        line.write(one);
        return;
      }
      synchronized (container.log) {
        container.log.add(
            new RawLogLine(clock.instant(), error, line.toString(StandardCharsets.UTF_8)));
      }
      line.reset();
    }
  }
}
