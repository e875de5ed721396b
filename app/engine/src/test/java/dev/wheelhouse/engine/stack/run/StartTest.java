// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.docker.ContainerDetail.Health;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.fake.FakeProgram;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.problem.StackProblem.NoSuchService;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent.Timeline;
import dev.wheelhouse.engine.stack.StackEvent.Timeline.Level;
import dev.wheelhouse.engine.stack.StackPlan.Action;
import dev.wheelhouse.engine.stack.StackPlan.ServicePlan;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.plan.Labels;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StartTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** web waits for api, api for db; mail stands alone. */
  private static final String FOUR =
      """
      services:
        web: {image: 'app:1', HEALTH, depends_on: {api: {condition: service_healthy}}}
        api: {image: 'app:1', HEALTH, depends_on: {db: {condition: service_healthy}}}
        db: {image: 'app:1', HEALTH, volumes: [data:/data]}
        mail: {image: 'app:1', HEALTH}
      volumes: {data: {name: "demo_data${GENERATION:-}"}}
      """
          .replace("HEALTH", FakeRig.HEALTH);

  private static final String TWO_NETWORKS =
      """
      services:
        web: {image: 'app:1', HEALTH, networks: [inside, outside]}
      networks: {inside: {internal: true}, outside: {}}
      """
          .replace("HEALTH", FakeRig.HEALTH);

  @TempDir Path root;

  @Test
  void saysWhatOfTheFileHasNoEffect() {
    try (FakeRig rig =
        new FakeRig(
            root, "services: {web: {image: 'app:1', expose: ['80'], develop: {watch: []}}}")) {
      rig.start();

      assertThat(rig.stacks.timeline(FakeRig.ID))
          .filteredOn(line -> line.level() == Level.WARNING)
          .extracting(Timeline::text)
          .hasSize(2)
          .anyMatch(text -> text.startsWith("compose.yaml:1:") && text.contains("expose"))
          .anyMatch(text -> text.contains("services.web.develop has no effect here"));
    }
  }

  @Test
  void startsServicesAfterThoseTheyDependOn() {
    try (FakeRig rig = new FakeRig(root, FOUR)) {
      Stack stack = rig.start();

      assertThat(stack.state()).isEqualTo(StackState.RUNNING);
      assertThat(rig.calls("start")).containsSubsequence("db", "api", "web").contains("mail");
      assertThat(stack.services())
          .extracting(ServiceStatus::name)
          .containsSubsequence("db", "api", "web");
      assertThat(rig.docker.container("demo-db-1").spec().labels())
          .containsEntry(Labels.PROJECT, "demo")
          .containsEntry(Labels.ONE_OFF, "False");
      assertThat(rig.docker.network("demo_default")).isPresent();
      assertThat(rig.docker.volume("demo_data"))
          .hasValueSatisfying(
              volume -> assertThat(volume.labels()).containsEntry(Labels.VOLUME, "data"));
    }
  }

  @Test
  void waitsForTheHealthOfADependency() {
    try (FakeRig rig = new FakeRig(root, FOUR)) {
      rig.docker.healthAtStart("demo-db-1", Health.Status.STARTING);
      CompletableFuture<Stack> start = CompletableFuture.supplyAsync(rig::start);
      Wait.until(() -> state(rig, "db") == ServiceState.STARTING && runs(rig, "demo-db-1"), SOON);
      Wait.until(() -> state(rig, "mail") == ServiceState.RUNNING, SOON);

      Wait.until(() -> state(rig, "api") == ServiceState.WAITING, SOON);

      assertThat(rig.calls("start")).doesNotContain("api", "web");
      ServiceStatus api = rig.stacks.get(FakeRig.ID).service("api").orElseThrow();
      assertThat(api.state()).isEqualTo(ServiceState.WAITING);
      assertThat(api.waitingFor()).containsExactly("db");
      assertThat(rig.stacks.get(FakeRig.ID).state()).isEqualTo(StackState.STARTING);

      rig.docker.health("demo-db-1", Health.Status.HEALTHY, "ok");

      assertThat(start.join().state()).isEqualTo(StackState.RUNNING);
      assertThat(rig.timeline())
          .contains("api waits for db", "db starts")
          .anyMatch(line -> line.startsWith("db healthy after "));
    }
  }

  @Test
  void keepsWhatRunsWhenStartedAgain() {
    try (FakeRig rig = new FakeRig(root, FOUR)) {
      List<String> before = ids(rig.start());
      int calls = rig.calls("start").size();

      assertThat(ids(rig.start())).isEqualTo(before);
      assertThat(rig.calls("start")).hasSize(calls);
      assertThat(rig.stacks.plan(FakeRig.ID).services())
          .extracting(ServicePlan::action)
          .containsOnly(Action.KEEP);
    }
  }

  @Test
  void recreatesWhatHangsOnAChangedVariableAndNothingElse() throws IOException {
    try (FakeRig rig = new FakeRig(root, FOUR)) {
      Map<String, String> before = byName(rig.start());

      rig.write(".env", "GENERATION=.r2\n");
      assertThat(rig.stacks.plan(FakeRig.ID).services())
          .filteredOn(plan -> plan.action() == Action.RECREATE)
          .extracting(ServicePlan::service)
          .containsExactly("db");
      Map<String, String> after = byName(rig.start());

      assertThat(after.get("db")).isNotEqualTo(before.get("db"));
      assertThat(after.get("web")).isEqualTo(before.get("web"));
      assertThat(rig.docker.container("demo-db-1").spec().mounts().getFirst().source())
          .isEqualTo("demo_data.r2");
      assertThat(rig.docker.volume("demo_data")).isPresent();
    }
  }

  @Test
  void oneFailureStopsItsDependentsAndLeavesTheOthersRunning() {
    try (FakeRig rig = new FakeRig(root, FOUR)) {
      rig.docker.healthAtStart("demo-db-1", Health.Status.STARTING);
      CompletableFuture<List<Problem>> start =
          CompletableFuture.supplyAsync(() -> rig.failingStart(SOON));
      Wait.until(() -> state(rig, "db") == ServiceState.STARTING && runs(rig, "demo-db-1"), SOON);
      rig.docker.health("demo-db-1", Health.Status.UNHEALTHY, "cannot connect");

      assertThat(start.join())
          .hasSize(3)
          .anySatisfy(problem -> {
            assertThat(problem).isInstanceOf(StackProblem.Unhealthy.class);
            assertThat(problem.evidence().toString()).contains("cannot connect");
          })
          .contains(new StackProblem.DependencyFailed("api", "db"))
          .contains(new StackProblem.DependencyFailed("web", "api"));
      Stack stack = rig.stacks.get(FakeRig.ID);
      assertThat(stack.state()).isEqualTo(StackState.DEGRADED);
      assertThat(state(rig, "mail")).isEqualTo(ServiceState.RUNNING);
      assertThat(state(rig, "db")).isEqualTo(ServiceState.UNHEALTHY);
      assertThat(state(rig, "web")).isEqualTo(ServiceState.FAILED);

      String db = rig.idOf("db");
      rig.docker.health("demo-db-1", Health.Status.HEALTHY, "ok");
      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);
      assertThat(rig.idOf("db")).isEqualTo(db);
    }
  }

  @Test
  void pullsWhatIsMissingOnceAndNamesWhatCannotBeHad() {
    String compose =
        """
        services:
          one: {image: 'new:1', HEALTH}
          two: {image: 'new:1', HEALTH}
          bad: {image: 'registry.example/none:1', HEALTH}
          good: {image: 'app:1', HEALTH}
        """
            .replace("HEALTH", FakeRig.HEALTH);
    try (FakeRig rig = new FakeRig(root, compose)) {
      rig.docker.pullable("new:1");
      assertThat(rig.stacks.plan(FakeRig.ID).imagesToPull())
          .containsExactly("new:1", "registry.example/none:1");

      assertThat(rig.failingStart(SOON))
          .singleElement()
          .isInstanceOfSatisfying(
              StackProblem.ImageMissing.class,
              missing -> {
                assertThat(missing.service()).isEqualTo("bad");
                assertThat(missing.detail()).contains("manifest unknown");
              });
      assertThat(rig.docker.calls()).containsOnlyOnce("pull new:1");
      assertThat(state(rig, "two")).isEqualTo(ServiceState.RUNNING);
      assertThat(state(rig, "good")).isEqualTo(ServiceState.RUNNING);
      assertThat(state(rig, "bad")).isEqualTo(ServiceState.FAILED);
    }
  }

  @Test
  void namesTheProgramThatHoldsAPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        FakeRig rig =
            new FakeRig(
                root,
                "services: {web: {image: 'app:1', ports: ['127.0.0.1:${WEB_PORT:-"
                    + taken.getLocalPort()
                    + "}:80']}}\n")) {
      assertThat(rig.failingStart(SOON))
          .singleElement()
          .isInstanceOfSatisfying(
              StackProblem.PortTaken.class,
              problem -> {
                assertThat(problem.port()).isEqualTo(taken.getLocalPort());
                assertThat(problem.remedy())
                    .contains("set WEB_PORT in " + rig.folder().resolve(".env"));
                assertThat(problem.owner()).contains(String.valueOf(ProcessHandle.current().pid()));
              });
      assertThat(rig.docker.all()).isEmpty();

      int port = rig.stacks.chooseFreePort(FakeRig.ID, "WEB_PORT");
      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);
      assertThat(rig.docker.container("demo-web-1").spec().ports().getFirst().hostPort())
          .isEqualTo(port);
    }
  }

  @Test
  void namesTheContainerThatHoldsAPortWhenTheEngineRefuses() {
    try (FakeRig rig =
        new FakeRig(root, "services: {web: {image: 'app:1', ports: ['127.0.0.1:1:80']}}\n")) {
      rig.docker.startError(
          "demo-web-1",
          "driver failed programming external connectivity on endpoint demo-web-1 (ID):"
              + " Bind for 127.0.0.1:1 failed: port is already allocated");

      assertThat(rig.failingStart(SOON))
          .singleElement()
          .isInstanceOf(StackProblem.PortTaken.class)
          .extracting(Problem::remedy)
          .asString()
          .endsWith("change it in " + rig.folder().resolve("compose.yaml") + ".");
      assertThat(state(rig, "web")).isEqualTo(ServiceState.FAILED);
    }
  }

  @Test
  void tellsTheLastWordsOfAProgramThatEnds() {
    try (FakeRig rig = new FakeRig(root, "services: {web: {image: 'app:1', command: [crash]}}\n")) {
      rig.docker.program(
          List.of("crash"),
          around -> {
            for (int i = 0; i < 30; i++) {
              around
                  .output()
                  .write(("line " + i + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            return 1;
          });

      assertThat(rig.failingStart(SOON))
          .singleElement()
          .isInstanceOfSatisfying(
              StackProblem.ServiceExited.class,
              exited -> {
                assertThat(exited.exitCode()).isEqualTo(1);
                assertThat(exited.lastLines()).hasSize(20).endsWith("line 29");
              });
      assertThat(rig.stacks.get(FakeRig.ID).service("web").orElseThrow().problem())
          .isInstanceOf(StackProblem.ServiceExited.class);
    }
  }

  @Test
  void saysWhenAProgramRanOutOfMemory() {
    try (FakeRig rig =
        new FakeRig(root, "services: {web: {image: 'app:1', mem_limit: 64m, command: [hog]}}\n")) {
      rig.docker.program(
          List.of("hog"),
          around -> {
            rig.docker.end("demo-web-1", 137, true);
            return 137;
          });

      assertThat(rig.failingStart(SOON))
          .containsExactly(new StackProblem.OutOfMemory("web", 64L << 20));
    }
  }

  @Test
  void givesUpOnAHealthCheckThatNeverAnswers() {
    try (FakeRig rig =
        new FakeRig(root, "services: {web: {image: 'app:1', " + FakeRig.HEALTH + "}}\n")) {
      rig.docker.healthAtStart("demo-web-1", Health.Status.STARTING);

      assertThat(rig.failingStart(Duration.ofMillis(300)))
          .singleElement()
          .isInstanceOf(StackProblem.Unhealthy.class);
      assertThat(state(rig, "web")).isEqualTo(ServiceState.STARTING);
    }
  }

  @Test
  void runsAJobBeforeThoseThatNeedItAndNotAgain() {
    String compose =
        """
        services:
          setup: {image: 'app:1', command: [migrate]}
          web: {image: 'app:1', HEALTH, depends_on: {setup: {condition: service_completed_successfully}}}
        """
            .replace("HEALTH", FakeRig.HEALTH);
    try (FakeRig rig = new FakeRig(root, compose)) {
      rig.docker.program(List.of("migrate"), FakeProgram.ends(0));

      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);
      rig.start();
      assertThat(rig.calls("start")).containsExactly("setup", "web");

      rig.stop();
      rig.docker.program(List.of("migrate"), FakeProgram.ends(4));
      assertThat(rig.failingStart(SOON))
          .anyMatch(problem -> problem instanceof StackProblem.ServiceExited)
          .contains(new StackProblem.DependencyFailed("web", "setup"));
    }
  }

  @Test
  void startsOnlyWhatWasChosenAndWhatItNeeds() {
    try (FakeRig rig = new FakeRig(root, FOUR)) {
      Stack stack = rig.start("api");

      assertThat(rig.calls("start")).containsExactly("db", "api");
      assertThat(stack.state()).isEqualTo(StackState.DEGRADED);
      assertThatThrownBy(() -> rig.start("nobody"))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isInstanceOf(NoSuchService.class));
    }
  }

  @Test
  void joinsTheNetworksThatAKilledStartLeftOut() {
    try (FakeRig rig = new FakeRig(root, TWO_NETWORKS)) {
      rig.start();
      String half = createAgain(rig, "demo-web-1");

      Map<String, String> after = byName(rig.start());

      assertThat(after).containsEntry("web", half);
      assertThat(rig.docker.inspect(half).networks())
          .containsExactlyInAnyOrder("demo_inside", "demo_outside");
    }
  }

  /** A port is published when the container starts, not when it joins a network later. */
  @Test
  void makesWhatRunsOutsideOfANetworkAnew() {
    try (FakeRig rig = new FakeRig(root, TWO_NETWORKS)) {
      rig.start();
      String half = createAgain(rig, "demo-web-1");
      rig.docker.start(half);

      Map<String, String> after = byName(rig.start());

      assertThat(after.get("web")).isNotEqualTo(half);
      assertThat(rig.docker.inspect(after.get("web")).networks()).hasSize(2);
    }
  }

  private static String createAgain(FakeRig rig, String name) {
    ContainerSpec spec = rig.docker.container(name).spec();
    rig.docker.remove(name, true);
    String id = rig.docker.create(spec);
    rig.docker.leave(id, "demo_outside");
    return id;
  }

  @Test
  void keepsContainersThatDockerComposeMade() {
    try (FakeRig rig = new FakeRig(root, FOUR)) {
      Map<String, String> before = byName(rig.start());
      rig.docker.all().forEach(container -> forgetOurHash(rig, container.name()));

      assertThat(rig.stacks.plan(FakeRig.ID).services())
          .extracting(ServicePlan::action)
          .containsOnly(Action.KEEP);
      assertThat(byName(rig.start()).keySet()).isEqualTo(before.keySet());
    }
  }

  /** Makes the container again as another program would label it. */
  private static void forgetOurHash(FakeRig rig, String name) {
    var spec = rig.docker.container(name).spec();
    Map<String, String> labels = new java.util.TreeMap<>(spec.labels());
    labels.remove(Labels.HASH);
    labels.put("com.docker.compose.config-hash", "theirs");
    rig.docker.remove(name, true);
    rig.docker.start(
        rig.docker.create(
            new ContainerSpec(
                spec.name(),
                spec.image(),
                spec.entrypoint(),
                spec.command(),
                spec.environment(),
                labels,
                spec.user(),
                spec.workingDirectory(),
                spec.hostname(),
                spec.healthCheck(),
                spec.stopSignal(),
                spec.stopGrace(),
                spec.ports(),
                spec.mounts(),
                spec.networks(),
                spec.host())));
  }

  /** A service counts as starting before its container is made. */
  private static boolean runs(FakeRig rig, String container) {
    return rig.docker.containers(Map.of()).stream()
        .anyMatch(it -> it.name().equals(container) && it.running());
  }

  private static ServiceState state(FakeRig rig, String service) {
    return rig.stacks.get(FakeRig.ID).service(service).orElseThrow().state();
  }

  private static List<String> ids(Stack stack) {
    return stack.services().stream().map(ServiceStatus::containerId).toList();
  }

  private static Map<String, String> byName(Stack stack) {
    Map<String, String> ids = new java.util.TreeMap<>();
    stack.services().forEach(service -> ids.put(service.name(), service.containerId()));
    return ids;
  }
}
