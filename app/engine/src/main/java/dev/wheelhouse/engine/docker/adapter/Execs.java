// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.engine.docker.ExecResult;
import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.docker.adapter.http.ApiPath;
import dev.wheelhouse.engine.docker.adapter.http.Deadlines;
import dev.wheelhouse.engine.docker.adapter.http.EngineAction;
import dev.wheelhouse.engine.docker.adapter.http.EngineErrors;
import dev.wheelhouse.engine.docker.adapter.http.EngineHttp;
import dev.wheelhouse.engine.docker.adapter.http.HijackedConnection;
import dev.wheelhouse.engine.docker.adapter.http.Json;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Commands inside running containers. */
final class Execs {
  private static final int MOST_KEPT = 1024 * 1024;
  private static final Duration EXIT_CODE_WAIT = Duration.ofSeconds(5);
  private static final Duration EXIT_CODE_POLL = Duration.ofMillis(20);

  private final EngineHttp http;

  Execs(EngineHttp http) {
    this.http = http;
  }

  ExecResult run(String container, ExecSpec spec) {
    Kept output = new Kept();
    Kept error = new Kept();
    int exitCode = run(container, spec, InputStream.nullInputStream(), output, error);
    return new ExecResult(exitCode, output.text(), error.text());
  }

  int run(
      String container, ExecSpec spec, InputStream input, OutputStream output, OutputStream error) {
    String command = spec.command().isEmpty() ? "" : spec.command().getFirst();
    EngineAction action = EngineAction.container("run " + command + " in", container);
    String id = create(action, container, spec);
    ApiPath path = ApiPath.of("exec", id, "start");
    try (HijackedConnection connection = connect(action);
        Timer timer = new Timer(connection, spec.timeout())) {
      try {
        int status = connection.upgrade(path.toString(), "{\"Detach\":false,\"Tty\":false}");
        if (status != 101 && status != 200) {
          connection.endOutput();
          throw EngineErrors.refused(action, status, EngineHttp.message(jsonOf(connection.rest())));
        }
        exchange(connection, input, output, error);
      } catch (IOException e) {
        throw failure(action, spec, timer, e);
      }
    } catch (IOException e) {
      throw EngineErrors.broken(http.endpoint(), e);
    }
    return exitCode(action, id);
  }

  private String create(EngineAction action, String container, ExecSpec spec) {
    ObjectNode body = Json.object();
    body.put("AttachStdin", true).put("AttachStdout", true).put("AttachStderr", true);
    ArrayNode command = body.putArray("Cmd");
    spec.command().forEach(command::add);
    ArrayNode environment = body.putArray("Env");
    spec.environment().forEach((key, value) -> environment.add(key + "=" + value));
    if (spec.user() != null) {
      body.put("User", spec.user());
    }
    ApiPath path = ApiPath.of("containers", container, "exec");
    return Json.text(http.post(action, path, body), "Id");
  }

  private HijackedConnection connect(EngineAction action) {
    return Deadlines.call(
        action,
        EngineHttp.CONNECT,
        http.endpoint(),
        () -> HijackedConnection.open(http.endpoint()));
  }

  private static void exchange(
      HijackedConnection connection, InputStream input, OutputStream output, OutputStream error)
      throws IOException {
    Thread feeder =
        Thread.ofVirtual().name("docker-exec-input").start(() -> feed(connection, input));
    try {
      boolean whole =
          new FrameReader(connection.input(), false)
              .readAll((standardError, bytes, length, end) ->
                  write(standardError ? error : output, bytes, length));
      if (!whole) {
        throw new IOException("the output was cut");
      }
    } finally {
      feeder.interrupt();
    }
  }

  /** The command may end without reading all of its input; that is no failure. */
  private static void feed(HijackedConnection connection, InputStream input) {
    try {
      input.transferTo(connection.output());
      connection.endOutput();
    } catch (IOException e) {
      // the reading side tells how the command ended
    }
  }

  private static void write(OutputStream target, byte[] bytes, int length) {
    try {
      target.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProblemException failure(
      EngineAction action, ExecSpec spec, Timer timer, IOException failure) {
    if (timer.expired()) {
      return EngineErrors.silent(action, spec.timeout());
    }
    if (Thread.currentThread().isInterrupted()) {
      return new ProblemException(new InputProblem.Cancelled(action.text()), failure);
    }
    return EngineErrors.broken(http.endpoint(), failure);
  }

  /** The stream may end a moment before the engine knows the exit code. */
  private int exitCode(EngineAction action, String id) {
    long end = System.nanoTime() + EXIT_CODE_WAIT.toNanos();
    while (true) {
      JsonNode exec = http.get(action, ApiPath.of("exec", id, "json"));
      if (!exec.path("Running").asBoolean(false) && exec.path("ExitCode").isInt()) {
        return exec.path("ExitCode").asInt();
      }
      if (System.nanoTime() > end) {
        throw EngineErrors.silent(action, EXIT_CODE_WAIT);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(EXIT_CODE_POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String jsonOf(String reply) {
    int start = reply.indexOf('{');
    int end = reply.lastIndexOf('}');
    return start >= 0 && end > start ? reply.substring(start, end + 1) : reply;
  }

  /** Closes the connection when the command's time is over. */
  private static final class Timer implements AutoCloseable {
    private final Thread thread;
    private volatile boolean expired;

    Timer(HijackedConnection connection, Duration limit) {
      thread = Thread.ofVirtual().name("docker-exec-timer").start(() -> run(connection, limit));
    }

    private void run(HijackedConnection connection, Duration limit) {
      try {
        Thread.sleep(limit);
        expired = true;
        connection.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean expired() {
      return expired;
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  /** Keeps the start of what is written and drops the rest. */
  private static final class Kept extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public void write(int one) {
      if (kept.size() < MOST_KEPT) {
        kept.write(one);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      kept.write(bytes, offset, Math.min(length, MOST_KEPT - kept.size()));
    }

    String text() {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
