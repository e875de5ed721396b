// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.SpecBuilder;
import dev.wheelhouse.engine.docker.connect.EndpointFinder;
import dev.wheelhouse.engine.docker.connect.LiveDockerConnection;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.testing.TestEngine;
import dev.wheelhouse.testing.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs of real containers. */
class ContainerLogsIT {
  private static final String IMAGE = "redis:8.2.10-bookworm";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final LogQuery ALL = new LogQuery(Set.of(), -1, null, null, null);

  private final String project = "chat-it-" + UUID.randomUUID().toString().substring(0, 8);
  private final StackId stack = new StackId(project);
  private final List<LogLine> seen = new CopyOnWriteArrayList<>();
  private LiveDockerConnection connection;
  private ContainerLogs logs;

  @BeforeEach
  void connect() {
    connection =
        new LiveDockerConnection(
            EndpointFinder.ofUser(Map.of("DOCKER_HOST", TestEngine.require().toString())));
    connection.refresh();
    logs = new ContainerLogs(connection);
  }

  @AfterEach
  void clean() {
    docker()
        .containers(Map.of("com.docker.compose.project", project))
        .forEach(container -> docker().remove(container.id(), true));
    connection.close();
  }

  @Test
  void mergesWhatSeveralContainersPrintedAndCleansIt() {
    run("one", "printf '\\033[31mred\\033[0m\\n'; sleep 0.3; echo three; sleep 60");
    run("two", "sleep 0.15; printf 'two \\033]0;title\\007text\\n' >&2; sleep 60");

    Wait.until(() -> logs.read(stack, ALL).size() == 3, SOON);

    List<LogLine> lines = logs.read(stack, ALL);
    assertThat(lines).extracting(LogLine::text).contains("red", "two text", "three");
    assertThat(lines).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
  }

  @Test
  void followsAContainerAcrossItsRestarts() {
    String id = run("web", "for i in 1 2 3; do echo \"run line $i\"; done; exec sleep 60");
    try (Subscription follow = logs.follow(stack, ALL, seen::addAll)) {
      Wait.until(() -> seen.size() == 3, SOON);
      for (int restart = 1; restart <= 3; restart++) {
        docker().stop(id, Duration.ofSeconds(1));
        docker().start(id);
        int expected = 3 * (restart + 1);
        Wait.until(() -> seen.size() >= expected, SOON);
      }
      assertThat(follow).isNotNull();
    }
    assertThat(seen).hasSize(12);
    assertThat(seen).extracting(LogLine::at).doesNotHaveDuplicates();
  }

  @Test
  void followsManyContainersAtOnce() {
    for (int i = 0; i < 12; i++) {
      run("service-" + i, "while true; do echo tick; sleep 0.5; done");
    }
    try (Subscription follow = logs.follow(stack, ALL, seen::addAll)) {
      Wait.until(() -> seen.stream().map(LogLine::service).distinct().count() == 12, SOON);
      // the engine must still answer other calls while twelve logs are open
      assertThat(docker().info().version()).isNotEmpty();
      assertThat(follow).isNotNull();
    }
  }

  @Test
  void staysBoundedWhenAContainerFloodsItsLog() {
    run("flood", "yes 0123456789abcdef | head -n 300000; sleep 60");
    long[] count = {0};
    try (Subscription follow =
        logs.follow(
            stack,
            ALL,
            batch -> {
              count[0] = batch.getLast().number();
              seen.addFirst(batch.getLast());
            })) {
      Wait.until(() -> count[0] >= 300_000, Duration.ofSeconds(90));
      assertThat(follow).isNotNull();
    }
    assertThat(logs.read(stack, ALL)).hasSize(100_000);
  }

  private Docker docker() {
    return connection.docker();
  }

  private String run(String service, String script) {
    SpecBuilder spec =
        new SpecBuilder(project + "-" + service + "-1", IMAGE)
            .command("sh", "-c", script)
            .label("com.docker.compose.project", project)
            .label("com.docker.compose.service", service)
            .label("com.docker.compose.oneoff", "False");
    String id = docker().create(spec.build());
    docker().start(id);
    return id;
  }
}
