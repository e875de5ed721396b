// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.docker.ContainerDetail.Health;
import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.NoSuchStack;
import dev.wheelhouse.engine.problem.StackProblem.OperationRunning;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackSession;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StopAndWatchTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TWO =
      """
      services:
        web: {image: 'app:1', HEALTH, depends_on: {db: {condition: service_healthy}}}
        db: {image: 'app:1', HEALTH, volumes: ['data:/data']}
      volumes: {data: }
      """
          .replace("HEALTH", FakeRig.HEALTH);

  @TempDir Path root;

  @Test
  void stopsServicesInReverseOrderAndKeepsTheVolumes() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();

      Stack stack = rig.stop();

      assertThat(stack.state()).isEqualTo(StackState.STOPPED);
      assertThat(rig.calls("stop")).containsExactly("web", "db");
      assertThat(rig.docker.all()).isEmpty();
      assertThat(rig.docker.network("demo_default")).isEmpty();
      assertThat(rig.docker.volume("demo_data")).isPresent();
      assertThat(rig.stop().state()).isEqualTo(StackState.STOPPED);
    }
  }

  @Test
  void stopsFirstWhatTheFileDoesNotNameAnyMore() throws IOException {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      rig.write("compose.yaml", "services: {db: {image: 'app:1'}}\n");

      assertThat(rig.stop().state()).isEqualTo(StackState.STOPPED);

      assertThat(rig.calls("stop")).containsExactly("web", "db");
      assertThat(rig.docker.all()).isEmpty();
      assertThat(rig.docker.network("demo_default")).isEmpty();
    }
  }

  @Test
  void stopsByLabelsWhenTheFileIsBroken() throws IOException {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      rig.write("compose.yaml", "services: [broken\n");

      rig.stop();

      assertThat(rig.calls("stop")).containsExactlyInAnyOrder("web", "db");
      assertThat(rig.docker.all()).isEmpty();
      assertThat(rig.docker.network("demo_default")).isEmpty();
      assertThat(rig.docker.volume("demo_data")).isPresent();
      assertThat(rig.timeline()).anyMatch(line -> line.contains("stopped by their labels"));
    }
  }

  @Test
  void stopsOneServiceAndLeavesTheNetwork() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();

      Stack stack = rig.stop("web");

      assertThat(stack.state()).isEqualTo(StackState.DEGRADED);
      assertThat(rig.calls("stop")).containsExactly("web");
      assertThat(rig.docker.network("demo_default")).isPresent();
    }
  }

  @Test
  void aNewProgramTellsWhatHappenedBefore() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();

      try (LiveStacks another = rig.open()) {
        Wait.until(() -> another.timeline(FakeRig.ID).size() == 2, SOON);

        assertThat(another.timeline(FakeRig.ID))
            .extracting(StackEvent.Timeline::text)
            .containsExactly("db started", "web started");
        assertThat(another.timeline(FakeRig.ID).getFirst().at())
            .isEqualTo(rig.stacks.get(FakeRig.ID).service("db").orElseThrow().startedAt());
      }
      assertThat(rig.timeline()).doesNotContain("db started");
    }
  }

  @Test
  void restartsInPlace() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      String web = rig.idOf("web");

      rig.stacks.restart(FakeRig.ID, Set.of("web"), dev.wheelhouse.engine.job.JobControl.none());

      assertThat(rig.idOf("web")).isEqualTo(web);
      assertThat(rig.calls("stop")).containsExactly("web");
      assertThat(rig.calls("start")).containsExactly("db", "web", "web");
    }
  }

  @Test
  void takesBackWhatACancelledStartDid() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start("db");
      String db = rig.idOf("db");
      rig.docker.healthAtStart("demo-web-1", Health.Status.STARTING);
      Jobs jobs = new Jobs(Thread::startVirtualThread, Clock.systemUTC());
      Job<Stack> job =
          jobs.start("Start", control -> rig.stacks.start(FakeRig.ID, StartOptions.all(), control));
      Wait.until(() -> rig.calls("start").contains("web"), SOON);

      job.cancel();

      assertThatThrownBy(job::await)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isInstanceOf(InputProblem.Cancelled.class));
      assertThat(rig.docker.all()).singleElement().satisfies(c -> assertThat(c.id()).isEqualTo(db));
      assertThat(rig.stacks.get(FakeRig.ID).service("web").orElseThrow().state())
          .isEqualTo(ServiceState.STOPPED);
    }
  }

  @Test
  void letsOneOperationAtATimeWorkOnAStack() {
    try (FakeRig rig = new FakeRig(root, TWO);
        LiveStacks other = rig.open();
        StackSession session = other.exclusive(FakeRig.ID, "backup")) {
      assertThat(session.files().project().name()).isEqualTo("demo");

      assertThatThrownBy(rig::start)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e ->
                  assertThat(e.problem())
                      .isEqualTo(
                          new OperationRunning("demo", "backup", ProcessHandle.current().pid())));
      session.close();
      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);
    }
  }

  @Test
  void showsWhatSomebodyElseDoes() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      List<StackEvent> seen = new CopyOnWriteArrayList<>();
      rig.stacks.events().subscribe(seen::add);
      assertThat(seen).anyMatch(event -> event instanceof StackEvent.Changed);

      rig.docker.stop("demo-web-1", Duration.ZERO);

      Wait.until(() -> state(rig, "web") == ServiceState.STOPPED, SOON);
      assertThat(rig.stacks.get(FakeRig.ID).state()).isEqualTo(StackState.DEGRADED);
      Wait.until(() -> rig.timeline().contains("web stopped"), SOON);
      rig.docker.health("demo-db-1", Health.Status.UNHEALTHY, "no");
      Wait.until(() -> state(rig, "db") == ServiceState.UNHEALTHY, SOON);
      rig.docker.health("demo-db-1", Health.Status.HEALTHY, "ok");
      Wait.until(() -> rig.timeline().contains("db is healthy again"), SOON);
    }
  }

  @Test
  void opensTheEventStreamAgainWhenItEnds() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      for (int i = 0; i < 3; i++) {
        rig.docker.endEventStreams();
        rig.docker.stop("demo-web-1", Duration.ZERO);
        Wait.until(() -> state(rig, "web") == ServiceState.STOPPED, SOON);
        rig.docker.start("demo-web-1");
        Wait.until(() -> state(rig, "web") == ServiceState.RUNNING, SOON);
      }
    }
  }

  @Test
  void looksByItselfWhenNoEventsCome() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      rig.docker.silenceEvents();

      rig.docker.stop("demo-web-1", Duration.ZERO);

      Wait.until(() -> state(rig, "web") == ServiceState.STOPPED, Duration.ofSeconds(30));
    }
  }

  @Test
  void knowsNothingWithoutAnEngineAndFindsTheTruthAgain() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      rig.start();
      rig.connection.lose();
      Wait.until(() -> rig.stacks.get(FakeRig.ID).state() == StackState.UNKNOWN, SOON);

      assertThatThrownBy(rig::start).isInstanceOf(ProblemException.class);

      rig.connection.find();
      Wait.until(() -> rig.stacks.get(FakeRig.ID).state() == StackState.RUNNING, SOON);
    }
  }

  @Test
  void namesTheStacksThereAre() {
    try (FakeRig rig = new FakeRig(root, TWO)) {
      assertThatThrownBy(() -> rig.stacks.get(new StackId("nothing")))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(((NoSuchStack) e.problem()).known()).contains("local-ai", "demo"));
      assertThat(rig.stacks.list()).extracting(Stack::id).contains(FakeRig.ID);
    }
  }

  private static ServiceState state(FakeRig rig, String service) {
    return rig.stacks.get(FakeRig.ID).service(service).orElseThrow().state();
  }
}
