// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.action.StackActions;
import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeDockerConnection;
import dev.wheelhouse.desktop.testing.FakeFrame;
import dev.wheelhouse.desktop.testing.FakeLogs;
import dev.wheelhouse.desktop.testing.FakeStacks;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.log.LogLine.Level;
import dev.wheelhouse.engine.stack.StackId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsViewModelTest {
  private final DirectUiThread ui = new DirectUiThread();
  private final FakeLogs source = new FakeLogs();
  private final FakeDockerConnection docker = FakeDockerConnection.connected();
  private final CurrentStack current = new CurrentStack(Samples.LOCAL_AI);
  private final FakeStacks stacks = new FakeStacks(Samples.running());
  private final UiTasks tasks = TestTasks.direct(ui);
  private final LogsViewModel logs =
      new LogsViewModel(
          source,
          stacks,
          docker,
          current,
          tasks,
          new StackActions(stacks, tasks, new FakeFrame().notices()));

  @BeforeEach
  void follow() {
    logs.shown();
  }

  @Test
  void showsTheLinesOfAllServices() {
    source.write("postgres", Level.INFO, "ready");
    source.write("redis", Level.WARNING, "no password");

    assertThat(shown()).containsExactly("ready", "no password");
    assertThat(logs.stateProperty().get()).isEqualTo(LogsState.LINES);
    assertThat(logs.chips()).extracting(ServiceChip::name).contains("postgres", "redis");
  }

  @Test
  void saysThatNothingWasWrittenAfterAMoment() {
    assertThat(logs.stateProperty().get()).isEqualTo(LogsState.LOADING);
    ui.advance(Duration.ofSeconds(3));

    assertThat(logs.stateProperty().get()).isEqualTo(LogsState.EMPTY);
  }

  @Test
  void filtersByServiceAlsoWhatComesLater() {
    source.write("postgres", Level.INFO, "one");
    source.write("redis", Level.INFO, "two");

    logs.showOnly("redis");
    source.write("postgres", Level.INFO, "three");
    source.write("redis", Level.INFO, "four");

    assertThat(shown()).containsExactly("two", "four");
    logs.showOnly("");
    assertThat(shown()).containsExactly("one", "two", "three", "four");
  }

  @Test
  void filtersByTextWithoutCase() {
    source.write("a", Level.INFO, "Connection refused");
    source.write("a", Level.INFO, "all is well");

    type("REFUSED");

    assertThat(shown()).containsExactly("Connection refused");
  }

  @Test
  void filtersByRegularExpressionAndSaysWhenItIsNone() {
    source.write("a", Level.INFO, "took 120 ms");
    source.write("a", Level.INFO, "took long");
    logs.regexProperty().set(true);

    type("took \\d+");
    assertThat(shown()).containsExactly("took 120 ms");

    type("took (");
    assertThat(logs.filterProblemProperty().get()).isNotEmpty();
    assertThat(shown()).containsExactly("took 120 ms");

    type("took \\w+");
    assertThat(logs.filterProblemProperty().get()).isEmpty();
    assertThat(shown()).hasSize(2);
  }

  @Test
  void filtersByLevelAndKeepsLinesWithoutOneBelowWarning() {
    source.write("a", Level.DEBUG, "debug");
    source.write("a", Level.UNKNOWN, "unknown");
    source.write("a", Level.WARNING, "warning");
    source.write("a", Level.ERROR, "error");

    logs.levelProperty().set(Level.INFO);
    assertThat(shown()).containsExactly("unknown", "warning", "error");
    logs.levelProperty().set(Level.WARNING);
    assertThat(shown()).containsExactly("warning", "error");
  }

  @Test
  void keepsTheKeyOfALineWhenOlderOnesGo() {
    List<dev.wheelhouse.engine.log.LogLine> many = new ArrayList<>();
    for (int i = 0; i < 1_200_000; i++) {
      many.add(source.line("a", Level.INFO, i % 100 == 0 ? "hundred " + i : "x"));
    }
    type("hundred");
    source.writeAll(many);

    LogLines lines = logs.lines();
    assertThat(lines.first()).isPositive();
    assertThat(lines.get(lines.end() - 1).text()).isEqualTo("hundred 1199900");
    assertThat(lines.get(lines.first()).index() % 100).isZero();
    assertThat(lines.end()).isEqualTo(12_000);
  }

  @Test
  void findsFromTheNewestToTheOldestAndAround() {
    for (String text : List.of("error one", "fine", "error two", "fine", "error three")) {
      source.write("a", Level.INFO, text);
    }
    List<Long> revealed = new ArrayList<>();
    logs.onReveal(revealed::add);
    logs.finder().openProperty().set(true);
    logs.finder().textProperty().set("error");
    ui.advance(Duration.ofMillis(200));
    assertThat(logs.finder().statusProperty().get()).isEqualTo("3 of 3");

    logs.finder().go(-1);
    logs.finder().go(-1);
    assertThat(logs.finder().statusProperty().get()).isEqualTo("1 of 3");
    logs.finder().go(-1);

    assertThat(revealed).containsExactly(4L, 2L, 0L, 4L);
    source.write("a", Level.INFO, "error four");
    assertThat(logs.finder().statusProperty().get()).isEqualTo("3 of 4");
    logs.finder().go(1);
    assertThat(revealed).last().isEqualTo(5L);
  }

  @Test
  void followsTheStackThatTheWindowShows() {
    source.write("a", Level.INFO, "old");
    current.set(new StackId("other"));

    assertThat(source.orders).containsExactly("follow local-ai", "follow other");
    assertThat(source.followers()).isEqualTo(1);
  }

  @Test
  void keepsTheLinesWhileTheEngineIsGone() {
    source.write("a", Level.INFO, "before");
    docker.become(FakeDockerConnection.disconnected().state());
    assertThat(logs.engineProblemProperty().get()).isNotNull();
    assertThat(shown()).containsExactly("before");

    docker.become(new DockerConnection.State.Connected(Samples.ENGINE));
    assertThat(logs.engineProblemProperty().get()).isNull();
  }

  @Test
  void offersToStartAStackThatIsStopped() {
    assertThat(logs.stoppedProperty().get()).isNull();
    stacks.show(Samples.stopped());

    logs.startStack();

    assertThat(stacks.orders).containsExactly("start local-ai");
  }

  @Test
  void savesWhatTheFilterLetsThrough() {
    source.write("redis", Level.ERROR, "x");
    logs.showOnly("redis");
    logs.levelProperty().set(Level.WARNING);
    type("a.b");
    List<Long> saved = new ArrayList<>();

    logs.export(Path.of("x.log"), saved::add, problem -> {});

    assertThat(saved).containsExactly(1L);
    assertThat(source.orders).last().isEqualTo("export [redis] WARNING (?i)\\Qa.b\\E");
  }

  @Test
  void copiesLinesWithTheirServiceAndMoment() {
    source.write("redis", Level.WARNING, "no password");

    assertThat(logs.copy(0, 1)).isEqualTo("2026-11-21T12:04:07Z redis warning no password\n");
  }

  private void type(String text) {
    logs.filterTextProperty().set(text);
    ui.advance(Duration.ofMillis(200));
  }

  private List<String> shown() {
    List<String> texts = new ArrayList<>();
    for (long key = logs.lines().first(); key < logs.lines().end(); key++) {
      texts.add(logs.lines().get(key).text());
    }
    return texts;
  }
}
