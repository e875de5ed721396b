// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.action.Remedies;
import dev.wheelhouse.desktop.action.Remedy;
import dev.wheelhouse.desktop.action.StackActions;
import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeBackups;
import dev.wheelhouse.desktop.testing.FakeDockerConnection;
import dev.wheelhouse.desktop.testing.FakeFrame;
import dev.wheelhouse.desktop.testing.FakeMetrics;
import dev.wheelhouse.desktop.testing.FakeModels;
import dev.wheelhouse.desktop.testing.FakeStacks;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.problem.EngineProblem.EngineSilent;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.StackProblem.DependencyFailed;
import dev.wheelhouse.engine.problem.StackProblem.ImageMissing;
import dev.wheelhouse.engine.problem.StackProblem.PortTaken;
import dev.wheelhouse.engine.problem.StackProblem.StartIncomplete;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HomeViewModelTest {
  private final DirectUiThread ui = new DirectUiThread();
  private final UiTasks tasks = TestTasks.direct(ui);
  private final FakeStacks stacks = new FakeStacks(Samples.stopped());
  private final FakeDockerConnection docker = FakeDockerConnection.connected();
  private final FakeBackups backups = new FakeBackups();
  private final FakeMetrics metrics = new FakeMetrics();
  private final FakeModels models = new FakeModels();
  private final FakeFrame frame = new FakeFrame();
  private final StackActions actions = new StackActions(stacks, tasks, frame.notices());
  private final CurrentStack current = new CurrentStack(Samples.LOCAL_AI);
  private final HomeViewModel home =
      new HomeViewModel(
          new HomeServices(stacks, docker, backups, metrics, models),
          current,
          tasks,
          actions,
          new Remedies(actions, docker, tasks, frame.frame().navigator(), frame.outside()),
          TestTasks.clock());

  @Test
  void aStoppedStackSaysWhatAStartWillDo() {
    assertThat(home.modeProperty().get()).isEqualTo(HomeMode.STOPPED);
    assertThat(facts())
        .containsExactly(
            "Starts 9 services",
            "Pulls 2 images from the internet",
            "Uses at most 11 GiB of memory of 15 GiB",
            "Opens ports 3000, 8000, 9090, 11436 to this machine only",
            "Makes 2 volumes for your data");
  }

  @Test
  void startAsksTheEngineAndTheScreenFollowsItsEvents() {
    home.start();
    assertThat(stacks.orders).containsExactly("start local-ai");

    stacks.show(Samples.starting());
    assertThat(home.modeProperty().get()).isEqualTo(HomeMode.STARTING);

    stacks.show(Samples.running());
    assertThat(home.modeProperty().get()).isEqualTo(HomeMode.RUNNING);
  }

  @Test
  void theSummaryOfARunningStackIsOneLine() {
    metrics.show(FakeMetrics.quiet());
    backups.with(FakeBackups.sample(Samples.NOW.minusSeconds(22_000), VerifyLevel.L2));

    stacks.show(Samples.running());

    assertThat(home.summaryProperty().get())
        .isEqualTo("Running · 9 of 9 healthy · up 2 h 14 m · 2.7 GiB · backup 6 h ago, proven");
  }

  @Test
  void theSummaryOfAStoppedStackTellsNoMemory() {
    metrics.show(FakeMetrics.quiet());
    stacks.show(Samples.running());

    stacks.show(Samples.stopped());

    assertThat(home.summaryProperty().get()).isEqualTo("Stopped · no backup yet");
  }

  @Test
  void withoutAnEngineThereIsTheCauseAndAWayOut() {
    docker.become(FakeDockerConnection.disconnected().state());

    assertThat(home.modeProperty().get()).isEqualTo(HomeMode.NO_ENGINE);
    assertThat(home.cards()).hasSize(1);
    assertThat(words(home.cards().getFirst())).contains("Look again", "Chat without an engine");
  }

  @Test
  void anEngineThatComesBackBringsTheStackBack() {
    docker.become(
        new DockerConnection.State.Disconnected(
            new EngineSilent("list containers", Duration.ofSeconds(10))));
    assertThat(home.modeProperty().get()).isEqualTo(HomeMode.NO_ENGINE);

    docker.become(new DockerConnection.State.Connected(Samples.ENGINE));

    assertThat(home.modeProperty().get()).isEqualTo(HomeMode.STOPPED);
    assertThat(home.cards()).isEmpty();
  }

  @Test
  void onlyTheRootOfAFailureIsACard() {
    Problem missing = new ImageMissing("prometheus", "prom/prometheus:x", "404");

    stacks.show(
        Samples.running(StackState.DEGRADED)
            .failed("prometheus", missing)
            .failed("grafana", new DependencyFailed("grafana", "prometheus"))
            .stack());

    assertThat(home.cards()).extracting(Card::problem).containsExactly(missing);
  }

  @Test
  void aTakenPortIsMovedAndTheStartGoesOn() {
    stacks.failWith(new PortTaken("front-door", 3000, "node (4711)", "GRAFANA_PORT", ".env"));
    home.start();
    Card card = home.cards().getFirst();
    assertThat(words(card)).startsWith("Choose another port");

    stacks.failWith(null);
    card.remedies().getFirst().action().run();

    assertThat(stacks.orders)
        .containsExactly(
            "start local-ai", "free port for GRAFANA_PORT of local-ai", "start local-ai");
    assertThat(home.cards()).isEmpty();
    assertThat(frame.done).contains("GRAFANA_PORT is now 49152");
  }

  @Test
  void anIncompleteStartShowsOnlyTheServicesOwnProblems() {
    Problem missing = new ImageMissing("prometheus", "prom/prometheus:x", "404");
    stacks.failWith(new StartIncomplete("local-ai", List.of(missing)));
    home.start();
    assertThat(home.cards()).isEmpty();

    stacks.show(Samples.failed("prometheus", missing));

    assertThat(home.cards()).extracting(Card::problem).containsExactly(missing);
  }

  @Test
  void aFailedBackupIsToldInline() {
    stacks.show(Samples.running());
    Problem full = new EngineSilent("exec", Duration.ofSeconds(10));
    backups.failWith(full);

    home.backUp();

    assertThat(home.cards()).extracting(Card::problem).containsExactly(full);
  }

  @Test
  void stoppingTellsThatTheDataStaysAndCanBeUndone() {
    stacks.show(Samples.running());

    home.stop();

    assertThat(frame.done).containsExactly("Local AI is stopped. Its data is kept.");
    frame.undos.getFirst().run();
    assertThat(stacks.orders).containsExactly("stop local-ai", "start local-ai");
  }

  @Test
  void aRunningStackWithoutAModelAsksForOneUntilDismissed() {
    stacks.show(Samples.running());
    assertThat(home.modelMissingProperty().get()).isTrue();

    home.dismissModelStep();
    home.shown();

    assertThat(home.modelMissingProperty().get()).isFalse();
  }

  @Test
  void theNewestLineStandsFirstAndNoneTwice() {
    StackEvent.Timeline first = line("postgres healthy after 2.1 s");
    StackEvent.Timeline second = line("redis healthy after 0.9 s");

    stacks.publish(first);
    stacks.publish(second);
    stacks.publish(second);

    assertThat(home.timeline()).containsExactly(second, first);
  }

  @Test
  void aPullIsGoneOnceItsServiceMovesOn() {
    stacks.show(Samples.starting());
    stacks.publish(new StackEvent.Pulling(Samples.LOCAL_AI, "ollama", "ollama:1", 5, 10));
    assertThat(home.pulls()).containsKey("ollama");

    stacks.show(Samples.running(StackState.STARTING).with("ollama", ServiceState.STARTING).stack());

    assertThat(home.pulls()).isEmpty();
  }

  @Test
  void nothingTicksWhileHidden() {
    home.shown();
    assertThat(ui.timers()).isEqualTo(1);

    home.hidden();

    assertThat(ui.timers()).isZero();
  }

  private List<String> facts() {
    StartPreview preview = home.previewProperty().get();
    return preview == null
        ? List.of()
        : preview.facts().stream().map(StartPreview.Fact::words).toList();
  }

  private static List<String> words(Card card) {
    return card.remedies().stream().map(Remedy::words).toList();
  }

  private static StackEvent.Timeline line(String text) {
    return new StackEvent.Timeline(
        Samples.LOCAL_AI, Samples.NOW, StackEvent.Timeline.Level.GOOD, null, text);
  }
}
