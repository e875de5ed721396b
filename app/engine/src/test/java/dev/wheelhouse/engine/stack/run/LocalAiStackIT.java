// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackPlan.Action;
import dev.wheelhouse.engine.stack.StackPlan.ServicePlan;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.engine.stack.plan.Labels;
import dev.wheelhouse.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The template local-ai, with real servers, from nothing to running and back. */
@Timeout(300)
class LocalAiStackIT {
  @TempDir Path root;

  @Test
  void startsTheWholeStackAndStopsIt() throws IOException {
    try (StackRig rig = new StackRig(root).template(freePorts())) {
      assertThat(rig.stacks.plan(rig.id).services())
          .hasSize(9)
          .extracting(ServicePlan::action)
          .containsOnly(Action.CREATE);

      Stack stack = rig.stacks.start(rig.id, StartOptions.all(), JobControl.none());

      rig.timeline().forEach(System.err::println);
      assertThat(stack.state()).isEqualTo(StackState.RUNNING);
      assertThat(stack.services())
          .extracting(ServiceStatus::state)
          .containsOnly(ServiceState.RUNNING);
      List<String> containers = ids(stack);
      Stack again = rig.stacks.start(rig.id, StartOptions.all(), JobControl.none());
      assertThat(ids(again)).isEqualTo(containers);

      Stack stopped = rig.stacks.stop(rig.id, Set.of(), JobControl.none());

      rig.timeline().forEach(System.err::println);
      assertThat(stopped.state()).isEqualTo(StackState.STOPPED);
      assertThat(rig.docker().containers(Labels.ofProject(rig.id.value()))).isEmpty();
      assertThat(rig.docker().networks(Labels.ofProject(rig.id.value()))).isEmpty();
      assertThat(rig.docker().volumes(Labels.ofProject(rig.id.value()))).hasSize(6);
    }
  }

  private static String freePorts() {
    List<Integer> ports = FreePorts.some(4);
    return "OLLAMA_PORT=%d%nCHROMA_PORT=%d%nPROMETHEUS_PORT=%d%nGRAFANA_PORT=%d%n"
        .formatted(ports.toArray());
  }

  private static List<String> ids(Stack stack) {
    return stack.services().stream().map(ServiceStatus::containerId).toList();
  }
}
