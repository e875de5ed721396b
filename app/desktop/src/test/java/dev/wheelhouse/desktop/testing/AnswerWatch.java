// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.text.Text;

/**
 * Looks at the last answer on show each time the window was laid out and is about to be painted:
 * what it has seen is what a user saw, in that order.
 */
public final class AnswerWatch implements AutoCloseable {
  private final Scene scene;
  private final List<String> seen = new ArrayList<>();
  private final Runnable look = this::look;

  public AnswerWatch(Scene scene) {
    this.scene = scene;
    WindowUser.onUi(() -> {
      scene.addPostLayoutPulseListener(look);
      return scene;
    });
  }

  private void look() {
    String now = answer(scene);
    if (!now.isEmpty() && (seen.isEmpty() || !seen.getLast().equals(now))) {
      seen.add(now);
    }
  }

  /** The text of the last answer; to be called on the UI thread. */
  public static String answer(Scene scene) {
    List<Node> answers =
        SceneReader.find(scene.getRoot(), node -> node.getStyleClass().contains("answer"));
    return answers.isEmpty()
        ? ""
        : SceneReader.find(answers.getLast(), node -> node.getStyleClass().contains("md-run"))
            .stream()
            .map(run -> ((Text) run).getText())
            .collect(Collectors.joining());
  }

  /** Every text that the answer had, the oldest first. */
  public List<String> seen() {
    return WindowUser.onUi(() -> List.copyOf(seen));
  }

  @Override
  public void close() {
    WindowUser.onUi(() -> {
      scene.removePostLayoutPulseListener(look);
      return scene;
    });
  }
}
