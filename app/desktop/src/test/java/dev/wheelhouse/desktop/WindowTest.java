// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.fx.FxThread;
import dev.wheelhouse.desktop.testing.Eventually;
import dev.wheelhouse.desktop.testing.FakeBackups;
import dev.wheelhouse.desktop.testing.FakeDockerConnection;
import dev.wheelhouse.desktop.testing.FakeMetrics;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.SceneReader;
import dev.wheelhouse.desktop.testing.TestWindow;
import dev.wheelhouse.desktop.theme.Palette;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.problem.StackProblem.ImageMissing;
import dev.wheelhouse.testing.Wait;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Drives the real window over fakes: mouse, keyboard, and what a screen reader would find. */
@ExtendWith(ApplicationExtension.class)
class WindowTest {
  private final TestWindow window =
      new TestWindow(
          new FxThread(),
          Executors.newVirtualThreadPerTaskExecutor(),
          FakeDockerConnection.connected(),
          Samples.stopped());
  private Scene scene;

  @Start
  void show(Stage stage) {
    window.metrics.show(FakeMetrics.quiet());
    scene = window.show(stage, ScreenName.HOME, Palette.LIGHT, 1280, 800);
  }

  @Test
  void oneClickStartsTheStackAndTheScreenFollows(FxRobot robot) {
    click(robot, "#start");
    Eventually.is(() -> window.stacks.orders.contains("start local-ai"));

    window.stacks.show(Samples.starting());
    Eventually.is(() -> text("Cancel"));
    Eventually.is(() -> text("Waits for Prometheus"));

    window.stacks.show(Samples.running());
    Eventually.is(() -> isReady("#stop"));
    settle();
    click(robot, "#stop");
    Eventually.is(() -> window.stacks.orders.contains("stop local-ai"));
    Eventually.is(() -> text("Local AI is stopped. Its data is kept."));
  }

  @Test
  void aFailureShowsItsCauseAndTheButtonThatRemediesIt(FxRobot robot) {
    window.stacks.show(
        Samples.failed(
            "prometheus", new ImageMissing("prometheus", "prom/prometheus:x", "manifest unknown")));
    Eventually.is(() -> text("manifest unknown"));

    settle();
    click(robot, "Start again");

    Eventually.is(() -> window.stacks.orders.contains("start local-ai"));
  }

  @Test
  void withoutAnEngineTheWindowSaysSoAndOffersTheWayOut() {
    window.docker.become(FakeDockerConnection.disconnected().state());
    Eventually.is(() -> text("No Docker engine answers"));
    Eventually.is(() -> text("wheelhouse engine install"));
    Eventually.is(() -> text("No engine"));

    window.docker.become(new DockerConnection.State.Connected(Samples.ENGINE));
    Eventually.is(() -> !text("No Docker engine answers"));
  }

  @Test
  void thePaletteRunsWhatWasTyped(FxRobot robot) {
    window.stacks.show(Samples.running());
    settle();

    robot.push(KeyCode.CONTROL, KeyCode.K);
    Eventually.is(() -> isReady("#palette-field") && scene.lookup("#palette-field").isFocused());
    robot.write("restart redis");
    Eventually.is(() ->
        ((TextInputControl) scene.lookup("#palette-field")).getText().equals("restart redis"));
    settle();
    robot.push(KeyCode.ENTER);

    Eventually.is(() -> window.stacks.orders.contains("restart local-ai [redis]"));
  }

  @Test
  void aRestoreShowsItsPlanBeforeItRuns(FxRobot robot) {
    window.backups.with(FakeBackups.sample(Samples.NOW.minusSeconds(3_600), VerifyLevel.L2));
    robot.push(KeyCode.CONTROL, KeyCode.DIGIT4);
    Eventually.is(() -> !restores().isEmpty());
    settle();
    robot.clickOn(restores().getFirst());
    Eventually.is(() -> window.backups.orders.size() == 1 && isReady("#restore-now"));
    settle();
    assertThat(window.backups.orders).hasSize(1);

    click(robot, "#restore-now");

    Eventually.is(() -> window.backups.orders.size() == 2);
    assertThat(window.backups.orders.getLast()).startsWith("restore local-ai");
  }

  @Test
  void escapeClosesWhatLiesOnTop(FxRobot robot) {
    robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
    Eventually.is(() ->
        scene.lookup(".table-view") instanceof TableView<?> rows && rows.getItems().size() > 1);
    TableView<?> table = (TableView<?>) scene.lookup(".table-view");
    robot.interact(() -> table.getSelectionModel().select(1));
    Eventually.is(() -> isReady(".inspector"));
    robot.push(KeyCode.CONTROL, KeyCode.K);
    Eventually.is(() -> isReady(".palette-scrim"));

    robot.push(KeyCode.ESCAPE);
    Eventually.is(() -> !isReady(".palette-scrim"));
    assertThat(isReady(".inspector")).isTrue();

    robot.push(KeyCode.ESCAPE);
    Eventually.is(() -> !isReady(".inspector"));
  }

  @Test
  void theKeyboardReachesEveryRegion(FxRobot robot) {
    robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
    robot.push(KeyCode.F6);
    assertThat(isInside(".rail") || isInside(".top-bar") || isInside(".screen-host")).isTrue();
    boolean rail = false;
    boolean topBar = false;
    boolean screen = false;
    for (int i = 0; i < 4; i++) {
      robot.push(KeyCode.F6);
      rail |= isInside(".rail");
      topBar |= isInside(".top-bar");
      screen |= isInside(".screen-host");
    }
    assertThat(rail && topBar && screen).isTrue();
  }

  @Test
  void everyControlHasWordsForAScreenReaderOnEveryScreen(FxRobot robot) {
    window.stacks.show(Samples.running());
    for (ScreenName name : ScreenName.values()) {
      robot.push(KeyCode.CONTROL, KeyCode.valueOf("DIGIT" + name.digit()));
      settle();
      assertThat(SceneReader.withoutWords(scene.getRoot())).as(name.title()).isEmpty();
    }
  }

  @Test
  void noTextIsCutInTheSmallestWindow(FxRobot robot) {
    window.stacks.show(Samples.running());
    robot.interact(() -> {
      scene.getWindow().setWidth(960);
      scene.getWindow().setHeight(600);
    });
    for (ScreenName name : ScreenName.values()) {
      robot.push(KeyCode.CONTROL, KeyCode.valueOf("DIGIT" + name.digit()));
      settle();
      assertThat(SceneReader.cut(scene.getRoot())).as(name.title()).isEmpty();
    }
  }

  @Test
  void nothingIsPaintedWhileNothingChanges(FxRobot robot) {
    window.stacks.show(Samples.running());
    settle();
    AtomicInteger pulses = new AtomicInteger();
    robot.interact(() -> scene.addPostLayoutPulseListener(pulses::incrementAndGet));

    // what was asked for may arrive late on a slow machine; an animation would never let it rest
    int last = Integer.MAX_VALUE;
    for (int attempt = 0; attempt < 8 && last > 0; attempt++) {
      pulses.set(0);
      WaitForAsyncUtils.sleep(2, TimeUnit.SECONDS);
      last = pulses.get();
    }

    assertThat(last).isZero();
  }

  /** Clicks on it, also when it is made anew just now. */
  private static void click(FxRobot robot, String what) {
    Wait.untilAsserted(
        () -> {
          try {
            robot.clickOn(what);
          } catch (RuntimeException gone) {
            throw new AssertionError(what + " cannot be clicked on", gone);
          }
        },
        Eventually.PATIENCE);
  }

  private List<Node> restores() {
    return SceneReader.find(
        scene.getRoot(),
        node ->
            node instanceof Button
                && String.valueOf(node.getAccessibleText()).startsWith("Restore local-ai"));
  }

  /** Whether it is there to be pressed or read. */
  private boolean isReady(String selector) {
    Node node = scene.lookup(selector);
    return node != null && node.isVisible() && !node.isDisabled();
  }

  private boolean isInside(String region) {
    for (var node = scene.getFocusOwner(); node != null; node = node.getParent()) {
      if (node.equals(scene.lookup(region))) {
        return true;
      }
    }
    return false;
  }

  private boolean text(String words) {
    return !SceneReader.find(
            scene.getRoot(),
            node -> node instanceof Labeled labeled && words.equals(labeled.getText()))
        .isEmpty();
  }

  private static void settle() {
    WaitForAsyncUtils.sleep(150, TimeUnit.MILLISECONDS);
    WaitForAsyncUtils.waitForFxEvents();
  }
}
