// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeDockerConnection;
import dev.wheelhouse.desktop.testing.FakeMetrics;
import dev.wheelhouse.desktop.testing.FakeStacks;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.problem.StackProblem.ImageMissing;
import dev.wheelhouse.engine.stack.ServiceState;
import org.junit.jupiter.api.Test;

class StatusViewModelTest {
  private final DirectUiThread ui = new DirectUiThread();
  private final FakeStacks stacks = new FakeStacks(Samples.running());
  private final FakeMetrics metrics = new FakeMetrics();
  private final FakeDockerConnection docker = FakeDockerConnection.connected();
  private final StatusViewModel status =
      new StatusViewModel(
          stacks,
          metrics,
          docker,
          new CurrentStack(Samples.LOCAL_AI),
          TestTasks.direct(ui),
          TestTasks.clock());

  @Test
  void everyServiceHasARowInStartOrder() {
    assertThat(status.rows())
        .extracting(ServiceRow::name)
        .startsWith("postgres", "redis", "chroma")
        .hasSize(9);
    assertThat(status.summaryProperty().get()).isEqualTo("Running · 9 of 9 services healthy");
  }

  @Test
  void aChangeKeepsTheRowsSoThatTheSelectionStays() {
    ServiceRow prometheus = status.row("prometheus").orElseThrow();

    stacks.show(
        Samples.failed("prometheus", new ImageMissing("prometheus", "prom/prometheus:x", "404")));

    assertThat(status.row("prometheus")).containsSame(prometheus);
    assertThat(prometheus.status().state()).isEqualTo(ServiceState.FAILED);
  }

  @Test
  void usesAreMeasuredOnlyWhileSomebodyLooks() {
    assertThat(metrics.watchers()).isZero();

    status.shown();
    metrics.show(FakeMetrics.quiet());
    assertThat(metrics.watchers()).isEqualTo(1);
    assertThat(status.row("redis").orElseThrow().useProperty().get()).isNotNull();

    status.hidden();
    assertThat(metrics.watchers()).isZero();
    assertThat(ui.timers()).isZero();
  }

  @Test
  void aServiceThatStoppedUsesNothing() {
    status.shown();
    metrics.show(FakeMetrics.quiet());

    stacks.show(Samples.stopped());
    metrics.show(FakeMetrics.quiet());

    assertThat(status.row("redis").orElseThrow().useProperty().get()).isNull();
    assertThat(status.row("redis").orElseThrow().uptimeProperty().get()).isEmpty();
  }

  @Test
  void withoutAnEngineTheProblemIsShown() {
    docker.become(FakeDockerConnection.disconnected().state());

    assertThat(status.engineProblemProperty().get()).isNotNull();
  }
}
