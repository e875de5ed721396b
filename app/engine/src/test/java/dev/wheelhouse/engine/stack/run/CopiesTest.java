// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.docker.ContainerDetail.Health;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.fake.FakeContainer;
import dev.wheelhouse.engine.problem.StackProblem.DependencyFailed;
import dev.wheelhouse.engine.problem.StackProblem.Unhealthy;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackPlan.Action;
import dev.wheelhouse.engine.stack.StackPlan.ServicePlan;
import dev.wheelhouse.engine.stack.StackState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services with several containers. */
@Timeout(120)
class CopiesTest {
  @TempDir Path root;

  private static String compose(int copies) {
    return """
    services:
      web:
        image: app:1
        scale: %d
        healthcheck: {test: [CMD, ok]}
      after:
        image: app:1
        depends_on: {web: {condition: service_healthy}}
        healthcheck: {test: [CMD, ok]}
    """
        .formatted(copies);
  }

  @Test
  void startsEachWithANameAndANumberOfItsOwn() {
    try (FakeRig rig = new FakeRig(root, compose(3))) {
      Stack stack = rig.start();

      assertThat(stack.state()).isEqualTo(StackState.RUNNING);
      assertThat(names(rig)).contains("demo-web-1", "demo-web-2", "demo-web-3");
      ContainerSpec second = rig.docker.container("demo-web-2").spec();
      assertThat(second.labels()).containsEntry("com.docker.compose.container-number", "2");
      assertThat(second.networks().getFirst().aliases()).containsExactly("demo-web-2", "web");
      assertThat(web(stack).detail()).startsWith("3 of 3 run");
    }
  }

  @Test
  void waitsForTheHealthOfAllBeforeADependentStarts() {
    try (FakeRig rig = new FakeRig(root, compose(2))) {
      rig.docker.healthAtStart("demo-web-2", Health.Status.UNHEALTHY);

      assertThat(rig.failingStart(Duration.ofSeconds(20)))
          .hasSize(2)
          .anyMatch(Unhealthy.class::isInstance)
          .anyMatch(DependencyFailed.class::isInstance);
      assertThat(names(rig)).doesNotContain("demo-after-1");
      assertThat(web(rig.stacks.refresh(FakeRig.ID)).state()).isEqualTo(ServiceState.UNHEALTHY);
    }
  }

  @Test
  void keepsTheOthersWhenTheirNumberGrowsOrShrinks() throws IOException {
    try (FakeRig rig = new FakeRig(root, compose(2))) {
      rig.start();
      String first = rig.docker.container("demo-web-1").id();

      rig.write("compose.yaml", compose(3));
      ServicePlan more = plan(rig);
      rig.start();
      assertThat(more.action()).isEqualTo(Action.CREATE);
      assertThat(names(rig)).contains("demo-web-3");

      rig.write("compose.yaml", compose(1) + "\n# shorter\n");
      ServicePlan fewer = plan(rig);
      Stack stack = rig.start();
      assertThat(fewer.reason()).contains("2 of its containers are too many");
      assertThat(names(rig)).containsExactlyInAnyOrder("demo-web-1", "demo-after-1");
      assertThat(rig.docker.container("demo-web-1").id()).isEqualTo(first);
      assertThat(stack.state()).isEqualTo(StackState.RUNNING);
    }
  }

  @Test
  void noContainerAtAllIsWellToo() {
    try (FakeRig rig = new FakeRig(root, compose(0))) {
      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);
      assertThat(names(rig)).containsExactly("demo-after-1");
    }
  }

  @Test
  void saysHowManyRunWhenOneStops() {
    try (FakeRig rig = new FakeRig(root, compose(3))) {
      rig.start();
      rig.docker.stop("demo-web-2", Duration.ZERO);

      Stack stack = rig.stacks.refresh(FakeRig.ID);
      assertThat(web(stack).state()).isEqualTo(ServiceState.UNHEALTHY);
      assertThat(web(stack).detail()).startsWith("2 of 3 run");
      assertThat(stack.state()).isEqualTo(StackState.DEGRADED);

      rig.start();
      assertThat(rig.calls("start")).filteredOn(name -> name.equals("web-2")).hasSize(2);
      rig.stop();
      assertThat(names(rig)).isEmpty();
    }
  }

  @Test
  void aNameOfItsOwnIsKeptByTheContainer() {
    try (FakeRig rig =
        new FakeRig(root, "services: {web: {image: \"app:1\", container_name: my-web}}\n")) {
      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);
      assertThat(names(rig)).containsExactly("my-web");
      assertThat(rig.docker.container("my-web").spec().networks().getFirst().aliases())
          .containsExactly("my-web", "web");
    }
  }

  private static ServiceStatus web(Stack stack) {
    return stack.service("web").orElseThrow();
  }

  private static ServicePlan plan(FakeRig rig) {
    return rig.stacks.plan(FakeRig.ID).services().stream()
        .filter(plan -> plan.service().equals("web"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(FakeRig rig) {
    return rig.docker.all().stream().map(FakeContainer::name).toList();
  }
}
