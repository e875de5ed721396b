// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.docker.DockerCommand;
import dev.wheelhouse.testing.stack.LocalAi;
import dev.wheelhouse.testing.stack.LocalAiData;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wheelhouse and {@code docker compose} take turns on the same stack; steps build on each other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class ComposeIT {
  @TempDir private static Path home;
  @TempDir private static Path elsewhere;
  private LocalAi stack;
  private DockerCommand docker;

  @BeforeAll
  void prepare() {
    stack = LocalAi.prepare(home);
    docker = stack.docker();
    run("up").done();
  }

  @AfterAll
  void removeAll() {
    if (stack != null) {
      stack.close();
    }
  }

  private Run run(String... arguments) {
    return Run.of(stack, arguments);
  }

  /** By the project's name only, away from its files. */
  private String compose(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "-p";
    all[1] = LocalAi.NAME;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return docker.compose(elsewhere, all);
  }

  @Test
  @Order(1)
  void composeListsWhatWheelhouseStarted() {
    assertThat(compose("ps", "--services").lines())
        .containsExactlyInAnyOrderElementsOf(LocalAi.SERVICES);
    assertThat(compose("ps", "--format", "{{.Name}} {{.State}} {{.Health}}").lines())
        .hasSize(9)
        .contains("local-ai-postgres-1 running healthy")
        .allMatch(line -> line.endsWith("running healthy"));
    assertThat(docker.compose(elsewhere, "ls")).contains(LocalAi.NAME, "running(9)");
  }

  @Test
  @Order(2)
  void composeShowsTheLogsOfWhatWheelhouseStarted() {
    assertThat(compose("logs", "--no-color", "postgres"))
        .contains("postgres-1", "ready to accept connections");
  }

  @Test
  @Order(3)
  void wheelhouseStartsAgainWhatComposeStopped() {
    Map<String, String> before = stack.containers();
    compose("stop");
    assertThat(run("status", "--json").done().json().path("state").asText()).isEqualTo("stopped");

    run("up").done();

    assertThat(stack.containers()).isEqualTo(before);
    assertThat(stack.states().values()).hasSize(9).containsOnly("running healthy");
  }

  @Test
  @Order(4)
  void composeRunsTheStacksFolderByItselfWithTheSameData() {
    LocalAiData before = LocalAiData.put(stack);
    run("down").done();

    docker.compose(stack.folder(), "up", "-d", "--wait");

    assertThat(LocalAiData.look(stack)).isEqualTo(before);
    assertThat(stack.volumes()).hasSize(6);
  }

  @Test
  @Order(5)
  void wheelhouseWorksOnWhatComposeStarted() {
    Map<String, String> containers = stack.containers();

    assertThat(run("status", "--json").done().json().path("healthy").asInt()).isEqualTo(9);
    run("up").done();
    assertThat(stack.containers()).isEqualTo(containers);
    run("restart", "local-ai", "redis").done();
    assertThat(stack.states().values()).hasSize(9).containsOnly("running healthy");

    run("down").done();
    assertThat(stack.containers()).isEmpty();
    assertThat(stack.networks()).isEmpty();
  }

  @Test
  @Order(6)
  void composeTakesAwayWhatWheelhouseStarted() {
    run("up").done();

    compose("down", "-v");

    assertThat(stack.containers()).isEmpty();
    assertThat(stack.networks()).isEmpty();
    assertThat(stack.volumes()).isEmpty();
  }
}
