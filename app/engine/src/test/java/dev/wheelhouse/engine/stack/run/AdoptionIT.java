// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackPlan.Action;
import dev.wheelhouse.engine.stack.StackPlan.ServicePlan;
import dev.wheelhouse.engine.stack.StackSession;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.engine.stack.plan.Labels;
import dev.wheelhouse.testing.TestEngine;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second program, and Docker Compose, on the same stack. */
@Timeout(120)
class AdoptionIT {
  private static final String COMPOSE =
      """
      services:
        web:
          image: redis:8.2.10-bookworm
          entrypoint: [sh, -c, "echo web is up; exec sleep 600"]
          stop_grace_period: 1s
          depends_on: {db: {condition: service_healthy}}
          networks: [back, front]
        db:
          image: redis:8.2.10-bookworm
          entrypoint: [sleep, "600"]
          stop_grace_period: 1s
          healthcheck: {test: [CMD, "true"], interval: 500ms}
          volumes: ["data:/data", "./conf:/conf:ro"]
          networks: [back]
      networks: {back: {internal: true}, front: }
      volumes: {data: {name: "${COMPOSE_PROJECT_NAME}_data${GENERATION:-}"}}
      """;

  @TempDir Path root;

  /** Part of reliability test L6. */
  @Test
  void aSecondProgramFindsTheSameContainersAndKeepsThem() throws IOException {
    try (StackRig rig = rig()) {
      List<String> before = ids(start(rig.stacks, rig));
      try (DockerConnection connection = StackRig.connect();
          LiveStacks second = rig.open(connection)) {
        assertThat(ids(second.refresh(rig.id))).isEqualTo(before);
        assertThat(second.plan(rig.id).services())
            .extracting(ServicePlan::action)
            .containsOnly(Action.KEEP);
        assertThat(ids(start(second, rig))).isEqualTo(before);
      }
    }
  }

  @Test
  void aChangedGenerationMovesTheServiceToANewVolume() throws IOException {
    try (StackRig rig = rig()) {
      Stack before = start(rig.stacks, rig);
      try (StackSession session = rig.stacks.exclusive(rig.id, "restore")) {
        session.setVariables(Map.of("GENERATION", ".r2"));
        session.start(Set.of("db"), Duration.ofSeconds(20), JobControl.none());
        assertThat(session.container("db")).isPresent();
      }

      Stack after = rig.stacks.refresh(rig.id);
      assertThat(id(after, "db")).isNotEqualTo(id(before, "db"));
      assertThat(id(after, "web")).isEqualTo(id(before, "web"));
      assertThat(rig.docker().inspect(id(after, "db")).mounts())
          .anyMatch(mount -> mount.source().equals(rig.id + "_data.r2"));
      assertThat(rig.docker().volume(rig.id + "_data")).isPresent();
    }
  }

  @Test
  void dockerComposeSeesWhatWeStartedAndWeSeeWhatItStops() throws Exception {
    try (StackRig rig = rig()) {
      start(rig.stacks, rig);

      assertThat(compose(rig, "ps", "--format", "{{.Service}} {{.State}} {{.Health}}"))
          .contains("db running healthy", "web running");
      assertThat(compose(rig, "logs", "web")).contains("web is up");
      compose(rig, "stop", "web");
      Wait.until(
          "the stop is seen",
          () -> rig.stack().service("web").orElseThrow().state() == ServiceState.STOPPED,
          Duration.ofSeconds(30));
      String web = id(rig.stack(), "web");
      assertThat(id(start(rig.stacks, rig), "web")).isEqualTo(web);

      compose(rig, "down");
      assertThat(rig.docker().containers(Labels.ofProject(rig.id.value()))).isEmpty();
      assertThat(rig.docker().networks(Labels.ofProject(rig.id.value()))).isEmpty();
      Wait.until(() -> rig.stack().state() == StackState.STOPPED, Duration.ofSeconds(30));
    }
  }

  @Test
  void weKeepWhatDockerComposeStarted() throws Exception {
    try (StackRig rig = rig()) {
      compose(rig, "-f", rig.folder().resolve("compose.yaml").toString(), "up", "-d", "--wait");
      List<String> theirs =
          rig.docker().containers(Labels.ofProject(rig.id.value())).stream()
              .map(ContainerSummary::id)
              .sorted()
              .toList();
      assertThat(theirs).hasSize(2);

      Stack stack = start(rig.stacks, rig);

      assertThat(stack.state()).isEqualTo(StackState.RUNNING);
      assertThat(ids(stack)).containsExactlyInAnyOrderElementsOf(theirs);
      assertThat(rig.stacks.stop(rig.id, Set.of(), JobControl.none()).state())
          .isEqualTo(StackState.STOPPED);
      assertThat(rig.docker().networks(Labels.ofProject(rig.id.value()))).isEmpty();
    }
  }

  private StackRig rig() throws IOException {
    StackRig rig = new StackRig(root).compose(COMPOSE);
    Files.createDirectories(rig.folder().resolve("conf"));
    return rig;
  }

  private static Stack start(LiveStacks stacks, StackRig rig) {
    StartOptions options = new StartOptions(Set.of(), Duration.ofSeconds(30));
    return stacks.start(rig.id, options, JobControl.none());
  }

  private static List<String> ids(Stack stack) {
    return stack.services().stream().map(ServiceStatus::containerId).toList();
  }

  private static String id(Stack stack, String service) {
    return stack.service(service).orElseThrow().containerId();
  }

  private static String compose(StackRig rig, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker", "compose", "-p", rig.id.value()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DOCKER_HOST", TestEngine.require().toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
