// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.Stages;
import dev.wheelhouse.desktop.theme.Palette;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class AnchoredFlowTest {
  private final List<Double> heights = new ArrayList<>();
  private long first;
  private int made;
  private AnchoredFlow<Region> flow;

  @Start
  void start(Stage stage) {
    flow = new AnchoredFlow<>(new Boxes(), FlowHeights.each(key -> 50));
    Stages.show(stage, new StackPane(flow), Palette.LIGHT, 400, 300);
  }

  @Test
  void showsAShortListFromTheTop(FxRobot robot) {
    add(robot, 3, 40);

    assertThat(flow.nodes().get(0L).getLayoutY()).isZero();
    assertThat(flow.endShown()).isEqualTo(3);
  }

  @Test
  void followsTheEndUntilTheUserScrollsUp(FxRobot robot) {
    add(robot, 100, 40);
    assertThat(bottomOf(99)).isEqualTo(300);

    add(robot, 50, 40);
    assertThat(bottomOf(149)).isEqualTo(300);

    robot.interact(() -> flow.scrollBy(-10));
    add(robot, 50, 40);
    assertThat(flow.isFollowing()).isFalse();
    assertThat(bottomOf(149)).isEqualTo(310);
  }

  @Test
  void followsAgainOnceTheUserIsBackAtTheEnd(FxRobot robot) {
    add(robot, 100, 40);
    robot.interact(() -> flow.scrollBy(-10));
    layout(robot);
    robot.interact(() -> flow.scrollBy(1000));
    layout(robot);

    assertThat(flow.isFollowing()).isTrue();
    add(robot, 1, 40);
    assertThat(bottomOf(100)).isEqualTo(300);
  }

  @Test
  void keepsWhatIsReadWhenRowsAboveGoAndRowsBelowGrow(FxRobot robot) {
    add(robot, 100, 40);
    robot.interact(() -> flow.scrollBy(-1000));
    layout(robot);
    long read = flow.firstShown() + 1;
    double y = flow.nodes().get(read).getLayoutY();

    robot.interact(() -> {
      first = 40;
      flow.changed();
      flow.nodes().get(flow.endShown() - 1).setPrefHeight(500);
    });
    layout(robot);

    assertThat(flow.nodes().get(read).getLayoutY()).isEqualTo(y);
  }

  @Test
  void keepsNodesOnlyForWhatIsInSight(FxRobot robot) {
    add(robot, 100_000, 40);

    assertThat(flow.nodes()).hasSizeLessThanOrEqualTo(9);
    robot.interact(flow::scrollToStart);
    layout(robot);
    assertThat(flow.firstShown()).isZero();
    assertThat(flow.nodes()).hasSizeLessThanOrEqualTo(9);
  }

  @Test
  void asksForNoLayoutWhenNothingChanges(FxRobot robot) {
    add(robot, 100, 40);
    robot.interact(() -> flow.scrollBy(-100));
    layout(robot);
    layout(robot);
    int before = made;

    assertThat(flow.isNeedsLayout()).isFalse();
    layout(robot);
    assertThat(made).isEqualTo(before);
  }

  @Test
  void revealsARowThatIsOutOfSight(FxRobot robot) {
    add(robot, 1000, 40);
    robot.interact(() -> flow.reveal(500));
    layout(robot);

    assertThat(flow.nodes().get(500L).getLayoutY()).isBetween(60.0, 140.0);
    assertThat(flow.isFollowing()).isFalse();
  }

  private double bottomOf(long key) {
    Region row = flow.nodes().get(key);
    return row.getLayoutY() + row.getHeight();
  }

  private void add(FxRobot robot, int count, double height) {
    robot.interact(() -> {
      for (int i = 0; i < count; i++) {
        heights.add(height);
      }
      flow.changed();
    });
    layout(robot);
  }

  private static void layout(FxRobot robot) {
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(() -> {});
    WaitForAsyncUtils.waitForFxEvents();
  }

  private final class Boxes implements AnchoredFlow.Rows<Region> {
    @Override
    public long first() {
      return first;
    }

    @Override
    public long end() {
      return heights.size();
    }

    @Override
    public Region obtain(long key) {
      made++;
      Region row = new Region();
      row.setPrefHeight(heights.get((int) key));
      return row;
    }

    @Override
    public void release(long key, Region row) {}
  }
}
