// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.DependencyFailed;
import dev.wheelhouse.engine.problem.StackProblem.ImageMissing;
import dev.wheelhouse.engine.problem.StackProblem.OutOfMemory;
import dev.wheelhouse.engine.problem.StackProblem.PortTaken;
import dev.wheelhouse.engine.problem.StackProblem.ServiceExited;
import dev.wheelhouse.engine.problem.StackProblem.StartIncomplete;
import dev.wheelhouse.engine.problem.StackProblem.Unhealthy;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reliability test L5: one service cannot start; its cause is named, and the others run. */
@Timeout(120)
class BrokenServicesIT {
  private static final String IMAGE = "redis:8.2.10-bookworm";
  private static final String GOOD =
      """
        good:
          image: IMAGE
          entrypoint: [sleep, "600"]
          stop_grace_period: 1s
          healthcheck: {test: [CMD, "true"], interval: 500ms}
      """;

  @TempDir Path root;

  @Test
  void namesAnImageThatCannotBeHadAndWhatHangsOnIt() throws IOException {
    String broken =
        """
          bad: {image: "127.0.0.1:9/wheelhouse/none:1"}
          needs-bad: {image: IMAGE, depends_on: [bad]}
        """;
    try (StackRig rig = rig(broken)) {
      List<Problem> problems = failingStart(rig);

      assertThat(problems)
          .anySatisfy(problem -> {
            assertThat(problem).isInstanceOf(ImageMissing.class);
            assertThat(problem.evidence().toString()).contains("127.0.0.1:9");
          })
          .contains(new DependencyFailed("needs-bad", "bad"));
      expectOthersRunAndRetryWorks(rig, GOOD);
    }
  }

  @Test
  void namesTheProgramThatHoldsAPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      String broken =
          "  bad: {image: IMAGE, entrypoint: [sleep, '600'], stop_grace_period: 1s,"
              + " ports: ['127.0.0.1:${BAD_PORT:-"
              + taken.getLocalPort()
              + "}:80']}\n";
      try (StackRig rig = rig(broken)) {
        assertThat(failingStart(rig))
            .singleElement()
            .isInstanceOfSatisfying(
                PortTaken.class,
                problem -> {
                  assertThat(problem.owner()).contains("" + ProcessHandle.current().pid());
                  assertThat(problem.variable()).isEqualTo("BAD_PORT");
                });
        assertThat(rig.stack().service("good").orElseThrow().state())
            .isEqualTo(ServiceState.RUNNING);

        rig.stacks.chooseFreePort(rig.id, "BAD_PORT");
        assertThat(start(rig).state()).isEqualTo(StackState.RUNNING);
      }
    }
  }

  @Test
  void namesTheContainerThatHoldsAPort() throws IOException {
    int port = FreePorts.one();
    String service =
        "  bad: {image: IMAGE, entrypoint: [sleep, '600'], stop_grace_period: 1s,"
            + " ports: ['127.0.0.1:"
            + port
            + ":80']}\n";
    try (StackRig holder = rig(service);
        StackRig rig = rig(service)) {
      start(holder);

      assertThat(failingStart(rig))
          .singleElement()
          .isInstanceOfSatisfying(
              PortTaken.class,
              problem ->
                  assertThat(problem.owner()).isEqualTo("container " + holder.id + "-bad-1"));

      holder.stacks.stop(holder.id, Set.of(), JobControl.none());
      assertThat(start(rig).state()).isEqualTo(StackState.RUNNING);
    }
  }

  @Test
  void tellsWhatAProgramSaidBeforeItEnded() throws IOException {
    String broken =
        "  bad: {image: IMAGE, entrypoint: [sh, -c, 'echo no config found >&2; exit 1']}\n";
    try (StackRig rig = rig(broken)) {
      assertThat(failingStart(rig))
          .containsExactly(new ServiceExited("bad", 1, List.of("no config found")));
      expectOthersRunAndRetryWorks(rig, GOOD);
    }
  }

  @Test
  void stopsAProgramThatEndsAgainAndAgain() throws IOException {
    String broken =
        "  bad: {image: IMAGE, restart: unless-stopped,"
            + " entrypoint: [sh, -c, 'echo again; exit 2']}\n";
    try (StackRig rig = rig(broken)) {
      assertThat(failingStart(rig))
          .singleElement()
          .isInstanceOfSatisfying(
              ServiceExited.class, exited -> assertThat(exited.lastLines()).contains("again"));
      assertThat(rig.docker().inspect(rig.id + "-bad-1").running()).isFalse();
      assertThat(rig.docker().inspect(rig.id + "-bad-1").restartCount()).isLessThanOrEqualTo(5);
    }
  }

  @Test
  void tellsWhatAHealthCheckSaidThatNeverPasses() throws IOException {
    String broken =
        """
          bad:
            image: IMAGE
            entrypoint: [sleep, "600"]
            stop_grace_period: 1s
            healthcheck: {test: [CMD-SHELL, "echo tables are missing; exit 1"], interval: 300ms, retries: 2}
          needs-bad: {image: IMAGE, depends_on: {bad: {condition: service_healthy}}}
        """;
    try (StackRig rig = rig(broken)) {
      List<Problem> problems = failingStart(rig);

      assertThat(problems)
          .anySatisfy(problem -> {
            assertThat(problem).isInstanceOf(Unhealthy.class);
            assertThat(problem.evidence().toString()).contains("tables are missing");
          })
          .contains(new DependencyFailed("needs-bad", "bad"));
      assertThat(rig.stack().service("bad").orElseThrow().state())
          .isEqualTo(ServiceState.UNHEALTHY);
      expectOthersRunAndRetryWorks(rig, GOOD);
    }
  }

  @Test
  void saysThatAProgramRanOutOfMemory() throws IOException {
    String broken =
        """
          bad:
            image: IMAGE
            entrypoint: [bash, -c, "x=; while true; do x=$$x$$(head -c 4000000 /dev/zero | tr '\\\\0' x); done"]
            mem_limit: 32m
        """;
    try (StackRig rig = rig(broken)) {
      assertThat(failingStart(rig)).containsExactly(new OutOfMemory("bad", 32L << 20));
      assertThat(rig.stack().service("good").orElseThrow().state()).isEqualTo(ServiceState.RUNNING);
    }
  }

  private StackRig rig(String broken) throws IOException {
    return new StackRig(root).compose(compose(broken));
  }

  private static String compose(String broken) {
    return ("services:\n" + GOOD + broken).replace("IMAGE", IMAGE);
  }

  private static Stack start(StackRig rig) {
    StartOptions options = new StartOptions(Set.of(), Duration.ofSeconds(20));
    return rig.stacks.start(rig.id, options, JobControl.none());
  }

  /** Also checks that the cause is told within ten seconds after it can be known. */
  private static List<Problem> failingStart(StackRig rig) {
    long begin = System.nanoTime();
    try {
      start(rig);
    } catch (ProblemException e) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
      if (e.problem() instanceof StartIncomplete incomplete) {
        return incomplete.problems();
      }
      throw e;
    }
    throw new AssertionError("the start went well: " + rig.timeline());
  }

  private static void expectOthersRunAndRetryWorks(StackRig rig, String mended) throws IOException {
    String good = rig.stack().service("good").orElseThrow().containerId();
    assertThat(rig.stack().service("good").orElseThrow().state()).isEqualTo(ServiceState.RUNNING);
    assertThat(rig.stack().state()).isEqualTo(StackState.DEGRADED);
    rig.compose(("services:\n" + mended).replace("IMAGE", IMAGE));
    rig.docker().containers(java.util.Map.of("com.docker.compose.project", rig.id.value())).stream()
        .filter(row -> !row.id().equals(good))
        .forEach(row -> rig.docker().remove(row.id(), true));

    assertThat(start(rig).state()).isEqualTo(StackState.RUNNING);
    assertThat(rig.stack().service("good").orElseThrow().containerId()).isEqualTo(good);
  }
}
