// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.SpecBuilder;
import dev.wheelhouse.engine.docker.connect.EndpointFinder;
import dev.wheelhouse.engine.docker.connect.LiveDockerConnection;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.testing.TestEngine;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real containers: one that works without a pause and one that sleeps. */
class SampledMetricsIT {
  private final StackId stack =
      new StackId("metrics-it-" + UUID.randomUUID().toString().substring(0, 8));
  private LiveDockerConnection connection;
  private Docker docker;
  private SampledMetrics metrics;

  @BeforeEach
  void startContainers() {
    connection =
        new LiveDockerConnection(
            EndpointFinder.ofUser(Map.of("DOCKER_HOST", TestEngine.require().toString())));
    connection.refresh();
    docker = connection.docker();
    metrics = new SampledMetrics(connection, Clock.systemUTC());
    run("busy", "while :; do :; done");
    run("idle", "sleep 300");
  }

  @AfterEach
  void removeContainers() {
    docker
        .containers(Map.of("com.docker.compose.project", stack.value()))
        .forEach(container -> docker.remove(container.id(), true));
    connection.close();
  }

  private void run(String service, String script) {
    docker.start(
        docker.create(
            new SpecBuilder(stack + "-" + service, "redis:8.2.10-bookworm")
                .command("sh", "-c", script)
                .label("com.docker.compose.project", stack.value())
                .label("com.docker.compose.service", service)
                .build()));
  }

  @Test
  void oneSampleTellsTheBusyServiceFromTheIdleOne() {
    List<ServiceUse> uses = metrics.sample(stack);

    assertThat(uses).extracting(ServiceUse::service).containsExactlyInAnyOrder("busy", "idle");
    assertThat(use(uses, "busy").cpuShare()).isBetween(0.1, 2.0);
    assertThat(use(uses, "idle").cpuShare()).isBetween(0.0, 0.05);
    assertThat(use(uses, "idle").memoryBytes()).isPositive();
  }

  @Test
  void watchingDeliversSampleAfterSampleUntilItIsClosed() throws Exception {
    LinkedBlockingQueue<List<ServiceUse>> samples = new LinkedBlockingQueue<>();

    Subscription watching = metrics.watch(stack, samples::add);
    assertThat(samples.poll(15, TimeUnit.SECONDS)).hasSize(2);
    assertThat(samples.poll(15, TimeUnit.SECONDS)).hasSize(2);
    watching.close();

    samples.poll(1, TimeUnit.SECONDS); // one may have been under way
    samples.clear();
    assertThat(samples.poll(4, TimeUnit.SECONDS)).isNull();
  }

  private static ServiceUse use(List<ServiceUse> uses, String service) {
    return uses.stream().filter(use -> use.service().equals(service)).findFirst().orElseThrow();
  }
}
