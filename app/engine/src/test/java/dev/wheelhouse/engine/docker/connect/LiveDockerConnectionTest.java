// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection.State;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.docker.FakeContainer;
import dev.wheelhouse.testing.docker.FakeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LiveDockerConnectionTest {
  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void connectsAndTellsWhatAnswers() {
    try (FakeEngine engine = FakeEngine.start();
        LiveDockerConnection connection = to(engine)) {
      assertThat(connection.docker().containers(Map.of())).isEmpty();

      assertThat(connection.state())
          .isInstanceOfSatisfying(
              State.Connected.class,
              connected -> {
                assertThat(connected.info().apiVersion()).isEqualTo("1.41");
                assertThat(connected.info().endpoint()).isEqualTo(engine.host().toString());
              });
    }
  }

  /** Reliability test L1: the engine takes calls and never answers. */
  @Test
  void noticesWithinFiveSecondsThatTheEngineHangsAndThatItIsBack() {
    try (FakeEngine engine = FakeEngine.start();
        LiveDockerConnection connection = to(engine)) {
      List<State> seen = new CopyOnWriteArrayList<>();
      connection.events().subscribe(seen::add);
      Docker docker = connection.docker();

      engine.hang();

      Wait.until("a hang is noticed", () -> silent(connection.state()), FIVE_SECONDS);
      long begin = System.nanoTime();
      for (int i = 0; i < 1000; i++) {
        connection.state();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
      assertThatThrownBy(connection::docker)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isInstanceOf(EngineProblem.EngineSilent.class));

      engine.recover();

      Wait.until(
          "the engine is found again",
          () -> connection.state() instanceof State.Connected,
          FIVE_SECONDS);
      assertThat(connection.docker().containers(Map.of())).isEmpty();
      assertThat(docker.containers(Map.of())).isEmpty();
      assertThat(seen).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void noticesThatTheEngineWentAwayAndFindsAnotherInItsPlace() throws IOException {
    FakeEngine engine = FakeEngine.start();
    Path place = Files.createSymbolicLink(folder.resolve("docker.sock"), engine.socket());
    try (FakeEngine other = FakeEngine.start();
        LiveDockerConnection connection = to("unix://" + place)) {
      connection.docker();
      engine.close();

      Wait.until(
          "the engine's end is noticed",
          () -> connection.state() instanceof State.Disconnected,
          FIVE_SECONDS);
      assertThat(((State.Disconnected) connection.state()).problem())
          .isInstanceOfSatisfying(
              EngineProblem.EngineUnreachable.class,
              problem -> assertThat(problem.tried().toString()).contains("docker.sock"));

      other.add(FakeContainer.running("web"));
      Files.delete(place);
      Files.createSymbolicLink(place, other.socket());

      Wait.until(
          "the other engine is found",
          () -> connection.state() instanceof State.Connected,
          FIVE_SECONDS);
      assertThat(connection.docker().inspect("web").running()).isTrue();
    }
  }

  @Test
  void aCallThatTheEngineDoesNotAnswerEndsByItself() {
    try (FakeEngine engine = FakeEngine.start();
        LiveDockerConnection connection = to(engine)) {
      engine.add(FakeContainer.running("web"));
      Docker docker = connection.docker();
      engine.hang();

      long begin = System.nanoTime();
      assertThatThrownBy(() -> docker.inspect("web"))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isInstanceOf(EngineProblem.EngineSilent.class));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(12));
    }
  }

  @Test
  void tellsAnErrorOfTheEngineInItsOwnWords() {
    try (FakeEngine engine = FakeEngine.start();
        LiveDockerConnection connection = to(engine)) {
      Docker docker = connection.docker();
      engine.fail("/containers/json", 500, "the disk is on fire");
      assertThatThrownBy(() -> docker.containers(Map.of()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e ->
                  assertThat(e.problem())
                      .isEqualTo(
                          new EngineProblem.EngineRefused(
                              "list containers", 500, "the disk is on fire")));

      engine.fail("/containers/json", 500, "write x: no space left on device");
      assertThatThrownBy(() -> docker.containers(Map.of()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isInstanceOf(EngineProblem.DiskFull.class));
    }
  }

  @Test
  void saysWhereItLookedWhenThereIsNoEngine() {
    Map<String, String> nowhere = Map.of("DOCKER_HOST", "unix://" + folder.resolve("none.sock"));
    try (LiveDockerConnection connection =
        new LiveDockerConnection(new EndpointFinder(nowhere, folder, "linux"))) {
      assertThatThrownBy(connection::docker)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e ->
                  assertThat(e.problem())
                      .isInstanceOfSatisfying(
                          EngineProblem.EngineUnreachable.class,
                          problem ->
                              assertThat(problem.tried().toString())
                                  .contains("none.sock", "DOCKER_HOST")));
    }
  }

  private static boolean silent(State state) {
    return state instanceof State.Disconnected gone
        && gone.problem() instanceof EngineProblem.EngineSilent;
  }

  private LiveDockerConnection to(FakeEngine engine) {
    return to(engine.host().toString());
  }

  private LiveDockerConnection to(String host) {
    Map<String, String> environment = Map.of("DOCKER_HOST", host);
    return new LiveDockerConnection(new EndpointFinder(environment, folder, "linux"));
  }
}
