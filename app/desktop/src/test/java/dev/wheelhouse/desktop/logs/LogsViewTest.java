// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.action.StackActions;
import dev.wheelhouse.desktop.control.AnchoredFlow;
import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.fx.ControllerFactory;
import dev.wheelhouse.desktop.fx.FxThread;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.testing.Eventually;
import dev.wheelhouse.desktop.testing.FakeDockerConnection;
import dev.wheelhouse.desktop.testing.FakeFrame;
import dev.wheelhouse.desktop.testing.FakeLogs;
import dev.wheelhouse.desktop.testing.FakeStacks;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.Stages;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.log.LogLine;
import dev.wheelhouse.engine.log.LogLine.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class LogsViewTest {
  private final FakeLogs source = new FakeLogs();
  private final FakeFrame frame = new FakeFrame();
  private final FxThread ui = new FxThread();
  private LogsViewModel logs;
  private LogsView view;
  private Scene scene;

  @Start
  void start(Stage stage) {
    FakeStacks stacks = new FakeStacks(Samples.running());
    UiTasks tasks = new UiTasks(ui, Runnable::run, TestTasks.jobs());
    logs =
        new LogsViewModel(
            source,
            stacks,
            FakeDockerConnection.connected(),
            new CurrentStack(Samples.LOCAL_AI),
            tasks,
            new StackActions(stacks, tasks, frame.notices()));
    view =
        new ControllerFactory()
            .register(
                LogsView.class,
                () ->
                    new LogsView(
                        logs,
                        frame.frame(),
                        TestTasks.clock(),
                        () -> Optional.of(Path.of("all.log"))))
            .load(LogsView.class);
    scene = Stages.show(stage, view.root());
    view.shown();
  }

  @AfterEach
  void end() {
    logs.close();
    ui.close();
  }

  @Test
  void followsPausesAndJumpsBack(FxRobot robot) {
    write(200_000);
    AnchoredFlow<?> flow = flow();
    Eventually.is(() -> flow.endShown() == 200_000);
    assertThat(flow.nodes()).hasSizeLessThan(40);

    robot.interact(() -> flow.scrollBy(-500));
    settle();
    long first = flow.firstShown();
    write(1_000);

    Labeled jump = (Labeled) scene.lookup(".jump-button");
    Eventually.is(() -> jump.getText().equals("1,000 new · Jump to the end"));
    assertThat(flow.firstShown()).isEqualTo(first);
    robot.clickOn(jump);
    Eventually.is(() -> flow.endShown() == 201_000 && !jump.isVisible());
  }

  @Test
  void filtersFindsSelectsAndCopies(FxRobot robot) {
    write(300);
    robot.clickOn("#filter").write("line 29");
    Eventually.is(() -> logs.lines().end() - logs.lines().first() == 11);

    robot.interact(() -> logs.clearFilter());
    Eventually.is(() -> logs.lines().end() - logs.lines().first() == 300);
    settle();
    robot.clickOn(".log-pane");
    robot.press(KeyCode.CONTROL, KeyCode.F).release(KeyCode.F, KeyCode.CONTROL);
    robot.write("line 100");
    Eventually.holds(() -> {
      assertThat(logs.finder().statusProperty().get()).isEqualTo("1 of 1");
      assertThat(flow().nodes().values())
          .anyMatch(row ->
              ((LogRow) row)
                  .getPseudoClassStates()
                  .contains(javafx.css.PseudoClass.getPseudoClass("found")));
    });

    robot.type(KeyCode.ESCAPE);
    robot.interact(() -> view.focus());
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.press(KeyCode.CONTROL, KeyCode.C).release(KeyCode.C, KeyCode.CONTROL);
    Eventually.is(() -> !frame.copied.isEmpty() && frame.copied.getLast().lines().count() == 300);
  }

  @Test
  void aLineOfAMegabyteHarmsNothing(FxRobot robot) {
    robot.interact(() -> source.write("chroma", Level.ERROR, "{\"a\":".repeat(200_000)));
    robot.interact(() -> logs.wrapProperty().set(true));
    Eventually.is(() -> flow().nodes().size() == 1);
    settle();

    robot.clickOn(".log-row").type(KeyCode.ENTER);
    Eventually.is(() -> frame.inspected.contains("Log line"));
  }

  @Test
  void showsOneServiceWhenAskedTo(FxRobot robot) {
    write(30);
    robot.interact(() -> view.open("redis"));

    Eventually.is(() -> logs.lines().end() == 10);
    robot.clickOn("All");
    Eventually.is(() -> logs.lines().end() == 30);
  }

  private AnchoredFlow<?> flow() {
    return (AnchoredFlow<?>) scene.lookup(".anchored-flow");
  }

  private void write(int count) {
    List<LogLine> lines = new ArrayList<>();
    String[] services = {"postgres", "redis", "chroma"};
    for (int i = 0; i < count; i++) {
      lines.add(source.line(services[i % 3], Level.INFO, "line " + i));
    }
    source.writeAll(lines);
    settle();
  }

  private static void settle() {
    for (int i = 0; i < 5; i++) {
      WaitForAsyncUtils.sleep(50, TimeUnit.MILLISECONDS);
      WaitForAsyncUtils.waitForFxEvents();
    }
  }
}
