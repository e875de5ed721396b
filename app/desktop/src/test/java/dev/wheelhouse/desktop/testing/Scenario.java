// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.frame.ScreenName;
import java.util.function.Consumer;
import javafx.scene.Scene;

/**
 * One picture: which window, which screen, and what happened in it.
 *
 * @param prepare before the window is shown
 * @param act on the UI thread, once it is shown
 */
record Scenario(
    String name,
    ScreenName screen,
    FakeDockerConnection docker,
    Consumer<TestWindow> prepare,
    Act act) {

  /** What happens once the window is shown. */
  @FunctionalInterface
  interface Act {
    void on(TestWindow window, Scene scene);
  }

  static Scenario of(String name, ScreenName screen, Consumer<TestWindow> prepare) {
    return new Scenario(
        name, screen, FakeDockerConnection.connected(), prepare, (window, scene) -> {});
  }

  Scenario then(Act wanted) {
    return new Scenario(name, screen, docker, prepare, wanted);
  }

  Scenario without(FakeDockerConnection connection) {
    return new Scenario(name, screen, connection, prepare, act);
  }
}
