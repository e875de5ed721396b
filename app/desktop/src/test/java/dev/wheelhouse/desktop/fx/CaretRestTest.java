// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.fx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.engine.event.Subscription;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** A caret keeps the toolkit painting only while somebody types. */
@ExtendWith(ApplicationExtension.class)
class CaretRestTest {
  private final DirectUiThread time = new DirectUiThread();
  private final AtomicInteger pulses = new AtomicInteger();
  private TextField first;
  private Button button;

  @Start
  void show(Stage stage) {
    first = new TextField();
    button = new Button("Save");
    Scene scene = new Scene(new VBox(first, new TextField(), button), 300, 200);
    CaretRest.watch(scene, new UiWithTheTestsTime(time));
    scene.addPostLayoutPulseListener(pulses::incrementAndGet);
    stage.setScene(scene);
    stage.show();
    stage.toFront();
  }

  @Test
  void aFieldThatTabLeftStopsBlinking(FxRobot robot) {
    robot.clickOn(first);
    robot.write("a\tb\t", 0);

    assertThat(button.isFocused()).isTrue();
    assertThat(paintings(0)).as("paintings in a second").isZero();
  }

  @Test
  void aFieldBlinksUntilNobodyHasTypedForAWhileAndBlinksAgainAtTheNextKey(FxRobot robot) {
    robot.clickOn(first);
    robot.write("a", 0);
    assertThat(paintings(1)).as("while somebody types").isPositive();

    robot.interact(() -> time.advance(CaretRest.AFTER));
    assertThat(paintings(0)).as("when nobody has typed").isZero();

    robot.write("b", 0);
    assertThat(paintings(1)).as("after the next key").isPositive();
    robot.interact(() -> time.advance(CaretRest.AFTER));
    assertThat(paintings(0)).as("and again").isZero();
  }

  @Test
  void aKeyBeginsTheWaitAnew(FxRobot robot) {
    robot.clickOn(first);
    robot.interact(() -> time.advance(CaretRest.AFTER.minusSeconds(1)));
    robot.write("a", 0);
    robot.interact(() -> time.advance(Duration.ofSeconds(2)));

    assertThat(paintings(1)).isPositive();
    robot.interact(button::requestFocus);
    assertThat(time.timers()).isZero();
  }

  /** Paintings in a second; asked again for a while until they are none, or some, as expected. */
  private int paintings(int atLeast) {
    int last = -1;
    for (int attempt = 0; attempt < 15; attempt++) {
      if (atLeast == 0 ? last == 0 : last >= atLeast) {
        break;
      }
      pulses.set(0);
      WaitForAsyncUtils.sleep(1, TimeUnit.SECONDS);
      last = pulses.get();
    }
    return last;
  }

  /** The toolkit's thread, with a clock that the test turns. */
  private record UiWithTheTestsTime(FxThread toolkit, DirectUiThread time) implements UiThread {
    UiWithTheTestsTime(DirectUiThread time) {
      this(new FxThread(), time);
    }

    @Override
    public void post(Runnable action) {
      toolkit.post(action);
    }

    @Override
    public Subscription every(Duration period, Runnable action) {
      return time.every(period, action);
    }

    @Override
    public Subscription after(Duration delay, Runnable action) {
      return time.after(delay, action);
    }
  }
}
