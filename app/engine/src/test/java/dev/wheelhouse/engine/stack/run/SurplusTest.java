// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.docker.ContainerDetail.Health;
import dev.wheelhouse.engine.docker.ContainerSpec.NetworkAttachment;
import dev.wheelhouse.engine.docker.NetworkSpec;
import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.docker.SpecBuilder;
import dev.wheelhouse.engine.docker.fake.FakeContainer;
import dev.wheelhouse.engine.stack.StackState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services that have more containers than their file says, or others. */
@Timeout(120)
class SurplusTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path root;

  private static String compose(int copies, String more) {
    return """
    services:
      web:
        image: app:1
        scale: %d
        healthcheck: {test: [CMD, ok]}
        %s
    """
        .formatted(copies, more);
  }

  @Test
  void whatIsOneTooManyLeavesItsAnonymousVolumes() throws IOException {
    try (FakeRig rig = new FakeRig(root, compose(2, ""))) {
      rig.start();
      rig.write("compose.yaml", compose(1, ""));

      rig.start();

      assertThat(names(rig)).containsExactly("demo-web-1");
      assertThat(rig.docker.calls()).contains("remove demo-web-2 keeping its volumes");
    }
  }

  @Test
  void whatIsOneTooManyStaysUntilTheKeptOnesAreHealthy() throws IOException {
    try (FakeRig rig = new FakeRig(root, compose(2, ""))) {
      rig.start();
      rig.docker.health("demo-web-1", Health.Status.UNHEALTHY, "no");
      rig.write("compose.yaml", compose(1, ""));

      assertThat(rig.failingStart(SHORT)).hasSize(1);
      assertThat(rig.docker.container("demo-web-2").running()).isTrue();
      rig.docker.health("demo-web-1", Health.Status.HEALTHY, "yes");
      rig.start();

      assertThat(names(rig)).containsExactly("demo-web-1");
    }
  }

  @Test
  void whatIsOneTooManyStaysUntilANewOneIsHealthy() throws IOException {
    try (FakeRig rig = new FakeRig(root, compose(2, ""))) {
      rig.start();
      rig.docker.healthAtStart("demo-web-1", Health.Status.UNHEALTHY);
      rig.write("compose.yaml", compose(1, "environment: {A: b}"));

      assertThat(rig.failingStart(SHORT)).hasSize(1);

      assertThat(rig.docker.container("demo-web-2").running()).isTrue();
    }
  }

  @Test
  void ofTwoWithOneNumberTheOneThatRunsIsKept() {
    try (FakeRig rig = new FakeRig(root, compose(1, ""))) {
      make(rig, "demo-web-1-old", 1);
      make(rig, "demo-web-1-runs", 1);
      make(rig, "demo-web-1", 1);
      rig.docker.start("demo-web-1-runs");

      rig.start();

      assertThat(names(rig)).containsExactly("demo-web-1-runs");
      assertThat(rig.calls("stop")).doesNotContain("web-1-runs");
    }
  }

  @Test
  void ofTwoThatRunWithOneNumberTheOldestIsKept() {
    try (FakeRig rig = new FakeRig(root, compose(1, ""))) {
      make(rig, "demo-web-1", 1);
      make(rig, "demo-web-new", 1);
      rig.docker.start("demo-web-1");
      rig.docker.start("demo-web-new");

      rig.start();

      assertThat(names(rig)).containsExactly("demo-web-1");
    }
  }

  @Test
  void aSecondOfOneNumberLeavesTheOthersTheirNumbers() {
    try (FakeRig rig = new FakeRig(root, compose(2, ""))) {
      make(rig, "demo-web-1", 1);
      make(rig, "demo-web-1-more", 1);
      make(rig, "demo-web-2", 2);
      rig.docker.all().forEach(container -> rig.docker.start(container.id()));

      rig.start();

      assertThat(names(rig)).containsExactlyInAnyOrder("demo-web-1", "demo-web-2");
    }
  }

  @Test
  void theOnlyContainerIsTakenWhateverItsNumber() throws IOException {
    try (ServerSocket held = socket(0);
        FakeRig rig = new FakeRig(root, compose(1, ports(held.getLocalPort(), 1)))) {
      String id = make(rig, "demo-web-2", 2, held.getLocalPort());
      rig.docker.start(id);

      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);
      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);

      assertThat(rig.docker.all()).extracting(FakeContainer::id).containsExactly(id);
      assertThat(rig.calls("stop")).isEmpty();
    }
  }

  @Test
  void aSurplusOneGivesUpThePortThatTheKeptOneNeeds() throws IOException {
    try (ServerSocket held = socket(0);
        FakeRig rig = new FakeRig(root, compose(1, ports(held.getLocalPort(), 1)))) {
      make(rig, "demo-web-1", 1, held.getLocalPort());
      rig.docker.start(make(rig, "demo-web-2", 2, held.getLocalPort()));
      rig.docker.once("stop demo-web-2", () -> close(held));

      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);

      assertThat(names(rig)).containsExactly("demo-web-1");
    }
  }

  @Test
  void aSurplusOneGivesUpTheNameThatANewOneNeeds() throws IOException {
    try (FakeRig rig = new FakeRig(root, compose(1, ""))) {
      make(rig, "demo-web-1-runs", 1);
      make(rig, "demo-web-1", 1);
      rig.docker.start("demo-web-1-runs");
      rig.docker.image("app:1", "sha256:newer");

      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);

      assertThat(names(rig)).containsExactly("demo-web-1");
    }
  }

  @Test
  void copiesTakeOverEachOthersPortsWhenTheirRangeMoves() throws IOException {
    try (ServerSocket second = socket(0);
        FakeRig rig = new FakeRig(root, compose(2, ports(second.getLocalPort(), 2)))) {
      int port = second.getLocalPort();
      rig.docker.start(make(rig, "demo-web-1", 1, port - 1));
      rig.docker.start(make(rig, "demo-web-2", 2, port));
      rig.docker.once("stop demo-web-2", () -> close(second));

      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);

      assertThat(names(rig)).containsExactlyInAnyOrder("demo-web-1", "demo-web-2");
      assertThat(rig.docker.container("demo-web-1").spec().ports().getFirst().hostPort())
          .isEqualTo(port);
    }
  }

  private static String ports(int first, int count) {
    String range = count == 1 ? "" + first : first + "-" + (first + count - 1);
    return "ports: [\"127.0.0.1:" + range + ":80\"]";
  }

  private static ServerSocket socket(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String make(FakeRig rig, String name, int number) {
    return make(rig, name, number, 0);
  }

  /** As docker compose makes them. */
  private static String make(FakeRig rig, String name, int number, int port) {
    SpecBuilder spec =
        new SpecBuilder(name, "app:1")
            .label("com.docker.compose.project", "demo")
            .label("com.docker.compose.service", "web")
            .label("com.docker.compose.project.working_dir", rig.folder().toString())
            .label("com.docker.compose.container-number", "" + number);
    rig.docker.createNetwork(
        new NetworkSpec("demo_default", false, Map.of("com.docker.compose.project", "demo")));
    spec.network(new NetworkAttachment("demo_default", List.of("web")));
    if (port != 0) {
      spec.port(new PortBinding("127.0.0.1", port, 80, "tcp"));
    }
    return rig.docker.create(spec.build());
  }

  private static List<String> names(FakeRig rig) {
    return rig.docker.all().stream().map(FakeContainer::name).toList();
  }
}
