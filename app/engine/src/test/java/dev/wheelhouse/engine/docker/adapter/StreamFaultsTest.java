// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.docker.ExecResult;
import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.docker.adapter.http.Endpoint;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.testing.http.HttpAnswers;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replies that a real engine gives only when something breaks. */
@Timeout(120)
class StreamFaultsTest {
  @TempDir Path folder;

  @Test
  void aPullThatFailsInsideAGoodReplyFails() {
    Problem problem =
        pullOf(call -> {
          call.begin(200, "application/json");
          call.write("{\"status\":\"Downloading\",\"id\":\"a\"}\n");
          call.write(
              "{\"errorDetail\":{\"message\":\"toomanyrequests: slow down\"},"
                  + "\"error\":\"toomanyrequests\"}\n");
          call.end();
        });

    assertThat(problem)
        .isEqualTo(
            new EngineProblem.EngineRefused("pull image x:1", 200, "toomanyrequests: slow down"));
  }

  @Test
  void aPullThatFillsTheDiskSaysSo() {
    Problem problem =
        pullOf(call -> {
          call.begin(200, "application/json");
          call.write("{\"error\":\"write /f1: no space left on device\"}\n");
          call.end();
        });

    assertThat(problem).isInstanceOf(EngineProblem.DiskFull.class);
  }

  @Test
  void aPullThatIsCutIsNoSuccess() {
    Problem problem =
        pullOf(call -> {
          call.begin(200, "application/json");
          call.write("{\"status\":\"Downloading\",\"id\":\"a\"}\n{\"sta");
          call.drop();
        });

    assertThat(problem).isInstanceOf(EngineProblem.EngineUnreachable.class);
  }

  @Test
  void aPullCanBeCancelledBeforeTheEngineAnswers() {
    AtomicReference<Subscription> cancel = new AtomicReference<>();
    Problem problem =
        problemOf(
            call -> call.clientGone(Duration.ofSeconds(20)),
            docker -> {
              Thread.ofVirtual()
                  .start(() -> {
                    while (cancel.get() == null) {
                      Thread.onSpinWait();
                    }
                    cancel.get().close();
                  });
              docker.pull("x:1", line -> {}, cancel::set);
            });

    assertThat(problem).isInstanceOf(InputProblem.Cancelled.class);
  }

  @Test
  void anExecWhoseOutputIsCutIsNoSuccess() {
    AtomicReference<ExecResult> result = new AtomicReference<>();
    Problem problem =
        problemOf(
            call -> {
              if (call.request().path().endsWith("/exec")) {
                call.json(201, "{\"Id\":\"e1\"}");
              } else {
                call.begin(200, "application/vnd.docker.raw-stream");
                call.drop();
              }
            },
            docker -> result.set(docker.exec("web", ExecSpec.of("pg_dump"))));

    assertThat(problem).isNotNull();
    assertThat(result).hasNullValue();
  }

  private Problem pullOf(HttpAnswers answers) {
    return problemOf(answers, docker -> docker.pull("x:1", line -> {}, cancel -> {}));
  }

  private interface Use {
    void with(DockerJavaDocker docker);
  }

  private Problem problemOf(HttpAnswers answers, Use use) {
    Path socket = folder.resolve("docker.sock");
    try (WatchedHttpServer server =
            WatchedHttpServer.on(UnixDomainSocketAddress.of(socket), answers);
        DockerJavaDocker docker = new DockerJavaDocker(Endpoint.of("unix://" + socket, "test"))) {
      assertThat(server.openConnections()).isZero();
      return problemOf(() -> use.with(docker));
    }
  }

  private static Problem problemOf(ThrowingCallable call) {
    AtomicReference<Problem> problem = new AtomicReference<>();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ProblemException.class, e -> problem.set(e.problem()));
    return problem.get();
  }
}
