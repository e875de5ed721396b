// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.docker.ContainerDetail.Health;
import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A start over what runs already. */
@Timeout(120)
class StartAgainTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TWO =
      """
      services:
        web: {image: 'app:1', HEALTH, depends_on: {db: {condition: service_healthy}}}
        db: {image: 'app:1', HEALTH, environment: {SIZE: '${SIZE:-1}'}}
      """
          .replace("HEALTH", FakeRig.HEALTH);

  @TempDir Path root;

  @Test
  void waitsForAServiceThatIsUnhealthyBecauseItsDependencyWasDown() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      String web = rig.idOf("web");
      rig.docker.end("demo-db-1", 1, false);
      rig.docker.health("demo-web-1", Health.Status.UNHEALTHY, "no database");
      rig.docker.healthAtStart("demo-db-1", Health.Status.STARTING);
      CompletableFuture<Stack> start = CompletableFuture.supplyAsync(rig::start);
      Wait.until(() -> Collections.frequency(rig.calls("start"), "db") == 2, SOON);
      Wait.until(() -> rig.docker.inspect("demo-db-1").running(), SOON);
      Wait.until(() -> rig.timeline().contains("web waits for db"), SOON);

      rig.docker.health("demo-db-1", Health.Status.HEALTHY, "ok");
      Wait.until(() -> state(rig, "web") == ServiceState.STARTING, SOON);
      assertThat(start).isNotDone();
      rig.docker.health("demo-web-1", Health.Status.HEALTHY, "ok");

      assertThat(start.join().state()).isEqualTo(StackState.RUNNING);
      assertThat(rig.idOf("web")).isEqualTo(web);
    }
  }

  @Test
  void doesNotWaitForeverForOneThatStaysUnhealthy() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      rig.docker.health("demo-web-1", Health.Status.UNHEALTHY, "broken");

      assertThat(rig.failingStart(Duration.ofMillis(300)))
          .singleElement()
          .isInstanceOfSatisfying(
              StackProblem.Unhealthy.class,
              problem -> assertThat(problem.waited()).isGreaterThan(Duration.ofMillis(300)));
    }
  }

  @Test
  void aRestartThatMayNotStartLeavesTheStackRunning() throws IOException {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      Files.createDirectories(root.resolve(".consents"));
      Files.writeString(root.resolve(".consents/demo.json"), "{\"accepted\": []}");
      rig.write(
          "compose.yaml", TWO.replace("web: {", "web: {devices: [\"/dev/null:/dev/mine\"], "));

      assertThatThrownBy(() -> rig.stacks.restart(FakeRig.ID, Set.of(), JobControl.none()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isInstanceOf(StackProblem.DangersChanged.class));

      assertThat(rig.calls("stop")).isEmpty();
      assertThat(rig.docker.container("demo-web-1").running()).isTrue();
    }
  }

  @Test
  void aCancelledReplacementIsLeftRunning() throws IOException {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      String before = rig.idOf("db");
      rig.write(".env", "SIZE=2\n");
      rig.docker.healthAtStart("demo-db-1", Health.Status.STARTING);
      Job<Stack> job = start(rig);
      Wait.until(() -> Collections.frequency(rig.calls("start"), "db") == 2, SOON);

      job.cancel();

      cancelled(job);
      assertThat(rig.docker.container("demo-db-1").running()).isTrue();
      assertThat(rig.docker.container("demo-db-1").id()).isNotEqualTo(before);
      assertThat(rig.docker.container("demo-web-1").running()).isTrue();
      assertThat(rig.timeline()).contains("db was being replaced: its new container keeps running");
    }
  }

  @Test
  void whatWasRemovedWhenTheCancelCameIsMadeAgain() throws IOException {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      rig.write(".env", "SIZE=2\n");
      cancelAt(rig, "create demo-db-1");

      assertThat(rig.docker.container("demo-db-1").running()).isTrue();
      assertThat(rig.docker.container("demo-db-1").spec().environment().toString())
          .contains("SIZE=2");
      assertThat(rig.timeline()).contains("db was being replaced: its new container is started");
    }
  }

  @Test
  void whatWasOnlyStoppedWhenTheCancelCameIsStartedAgain() throws IOException {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      String before = rig.idOf("db");
      rig.write(".env", "SIZE=2\n");
      cancelAt(rig, "remove demo-db-1");

      assertThat(rig.docker.container("demo-db-1").id()).isEqualTo(before);
      assertThat(rig.docker.container("demo-db-1").running()).isTrue();
      assertThat(rig.timeline())
          .contains("db was being replaced: its old container is started again");
    }
  }

  /** The call is interrupted before the engine has done it. */
  private static void cancelAt(FakeRig rig, String call) {
    AtomicReference<Job<Stack>> job = new AtomicReference<>();
    rig.docker.once(
        call,
        () -> {
          Wait.until(() -> job.get() != null, SOON);
          job.get().cancel();
          throw new ProblemException(new InputProblem.Cancelled(call));
        });
    job.set(start(rig));
    cancelled(job.get());
  }

  private static Job<Stack> start(FakeRig rig) {
    Jobs jobs = new Jobs(Thread::startVirtualThread, Clock.systemUTC());
    return jobs.start(
        "Start", control -> rig.stacks.start(FakeRig.ID, StartOptions.all(), control));
  }

  private static void cancelled(Job<Stack> job) {
    assertThatThrownBy(job::await)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(InputProblem.Cancelled.class));
  }

  private static ServiceState state(FakeRig rig, String service) {
    return rig.stacks.get(FakeRig.ID).service(service).orElseThrow().state();
  }
}
