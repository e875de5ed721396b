// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.fx.FxThread;
import dev.wheelhouse.desktop.gateway.Section;
import dev.wheelhouse.desktop.testing.Eventually;
import dev.wheelhouse.desktop.testing.FakeBackups;
import dev.wheelhouse.desktop.testing.FakeDockerConnection;
import dev.wheelhouse.desktop.testing.FakeMetrics;
import dev.wheelhouse.desktop.testing.GatewaySamples;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.SceneReader;
import dev.wheelhouse.desktop.testing.TestWindow;
import dev.wheelhouse.desktop.theme.Palette;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Whoever has no mouse reaches everything, and sees where they are. */
@ExtendWith(ApplicationExtension.class)
class KeyboardTest {
  private static final int MOST_STEPS = 300;

  private final TestWindow window =
      new TestWindow(
          new FxThread(),
          Executors.newVirtualThreadPerTaskExecutor(),
          FakeDockerConnection.connected(),
          Samples.running());
  private Scene scene;

  @Start
  void show(Stage stage) {
    window.metrics.show(FakeMetrics.quiet());
    window.models.with("llama3.2:3b", 2_019_393_189L, "3.2B");
    window.backups.with(FakeBackups.sample(Samples.NOW.minusSeconds(600), VerifyLevel.L2));
    window.settings.update(old ->
        old.withProviders(
            List.of(new Settings.Provider("openrouter", "https://openrouter.ai/api/v1"))));
    window.gatewayServices.become(GatewaySamples.busy());
    window.gatewayServices.requests.outcomes(GatewaySamples.outcomes());
    GatewaySamples.requests(8).forEach(window.gatewayServices.requests::add);
    GatewaySamples.keys().forEach(window.gatewayServices.keys::add);
    window.gatewayServices.pools.become(GatewaySamples.poolsNow());
    window.gatewayServices.settings.update(
        old -> old.withPools(GatewaySamples.pools()).withCache(old.cache().withOn(true)));
    scene = window.show(stage, ScreenName.HOME, Palette.LIGHT, 1280, 800);
  }

  @ParameterizedTest
  @EnumSource(Section.class)
  void theTabKeyReachesEveryPartOfTheGateway(Section section, FxRobot robot) {
    robot.push(KeyCode.CONTROL, KeyCode.DIGIT7);
    Eventually.is(() -> scene.lookup("#section-" + section.item()) != null);
    ToggleButton tab = (ToggleButton) scene.lookup("#section-" + section.item());
    robot.interact(() -> tab.setSelected(true));
    settle();

    assertThatAllIsReached(robot);
  }

  @ParameterizedTest
  @EnumSource(ScreenName.class)
  void theTabKeyReachesEveryButtonAndFieldAndShowsWhereItIs(ScreenName name, FxRobot robot) {
    robot.push(KeyCode.CONTROL, KeyCode.valueOf("DIGIT" + name.digit()));
    settle();

    assertThatAllIsReached(robot);
  }

  private void assertThatAllIsReached(FxRobot robot) {
    Set<String> withoutRing = new TreeSet<>();
    Set<Node> reached = walk(robot, withoutRing);

    List<String> missed = new ArrayList<>();
    for (Node node : SceneReader.find(scene.getRoot(), KeyboardTest::isPressedOrWritten)) {
      if (!reached.contains(node)) {
        missed.add(describe(node));
      }
    }
    assertThat(reached).hasSizeLessThan(MOST_STEPS);
    assertThat(missed).isEmpty();
    assertThat(withoutRing).isEmpty();
  }

  @Test
  void theKeyForHelpOpensThePaletteAndEscapeGivesTheFocusBack(FxRobot robot) {
    robot.push(KeyCode.F1);
    Eventually.holds(() -> {
      assertThat(scene.lookup(".palette-scrim").isVisible()).isTrue();
      assertThat(scene.getFocusOwner().getId()).isEqualTo("palette-field");
    });

    robot.push(KeyCode.ESCAPE);

    Eventually.holds(() -> {
      assertThat(scene.lookup(".palette-scrim").isVisible()).isFalse();
      assertThat(scene.getFocusOwner()).isNotNull();
    });
  }

  @Test
  void theArrowKeysMoveBetweenChoices(FxRobot robot) {
    robot.push(KeyCode.CONTROL, KeyCode.DIGIT9);
    Eventually.is(() -> theme("system") != null && theme("system").isSelected());

    robot.interact(() -> theme("system").requestFocus());
    Eventually.is(() -> theme("system").isFocused());
    robot.push(KeyCode.RIGHT);
    Eventually.is(() -> theme("light").isFocused());
    robot.push(KeyCode.SPACE);

    Eventually.is(() -> window.settings.get().theme() == Settings.Theme.LIGHT);
    assertThat(theme("light").isFocused()).isTrue();
  }

  private ToggleButton theme(String name) {
    return (ToggleButton) scene.lookup("#theme-" + name);
  }

  /** Goes round once by Tab; notes the kinds of controls that look the same with the focus. */
  private Set<Node> walk(FxRobot robot, Set<String> withoutRing) {
    Set<Node> reached = new LinkedHashSet<>();
    Set<String> looked = new TreeSet<>();
    for (int i = 0; i < MOST_STEPS; i++) {
      robot.interact(() -> {
        Node before = scene.getFocusOwner();
        WritableImage with = before == null ? null : before.snapshot(null, null);
        if (before == null) {
          scene.getRoot().requestFocus();
        } else {
          before.requestFocusTraversal(TraversalDirection.NEXT);
        }
        scene.getRoot().applyCss();
        boolean pressed = before instanceof ButtonBase && !before.equals(scene.getFocusOwner());
        if (pressed && !reached.isEmpty() && looked.add(before.getStyleClass().toString())) {
          if (same(with, before.snapshot(null, null))) {
            withoutRing.add(describe(before));
          }
        }
      });
      if (!reached.add(scene.getFocusOwner())) {
        break;
      }
    }
    return reached;
  }

  private static boolean same(WritableImage one, WritableImage other) {
    if (one.getWidth() != other.getWidth() || one.getHeight() != other.getHeight()) {
      return false;
    }
    PixelReader first = one.getPixelReader();
    PixelReader second = other.getPixelReader();
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        if (first.getArgb(x, y) != second.getArgb(x, y)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isPressedOrWritten(Node node) {
    boolean wanted = node instanceof ButtonBase || node instanceof TextInputControl;
    // of a group the chosen one is reached; the arrow keys lead to the others
    boolean other =
        node instanceof ToggleButton toggle
            && toggle.getToggleGroup() != null
            && !toggle.isSelected();
    return wanted && !other && !node.isDisabled() && isShown(node);
  }

  private static boolean isShown(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private static String describe(Node node) {
    String words = node.getAccessibleText() == null ? "" : node.getAccessibleText();
    String text = node instanceof ButtonBase button ? button.getText() : "";
    return node.getStyleClass() + " " + node.getId() + " " + words + " " + text;
  }

  private static void settle() {
    WaitForAsyncUtils.sleep(200, TimeUnit.MILLISECONDS);
    WaitForAsyncUtils.waitForFxEvents();
  }
}
