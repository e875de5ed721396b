// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.EmptyState;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.frame.Navigator;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.problem.Problem;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * What stands in the chat's place while no model answers. What helps depends on why: an Ollama that
 * answers lacks a model, else there is no Ollama.
 */
final class NoModelState {
  private final ModelsViewModel models;
  private final Navigator navigator;
  private @Nullable Look look;
  private Parent node = new HBox();

  /** All that can be seen of it. */
  private record Look(
      boolean reachable, boolean pulling, List<String> evidence, @Nullable Problem pullProblem) {}

  NoModelState(ModelsViewModel models, Navigator navigator) {
    this.models = models;
    this.navigator = navigator;
  }

  /**
   * The node for the present state; the same one while the state is the same, since a button that
   * is replaced between press and release swallows the click.
   */
  Parent node(Problem problem) {
    Look now =
        new Look(
            models.ollamaAnswersProperty().get(),
            models.pullingProperty().get(),
            problem.evidence(),
            models.pullProblemProperty().get());
    if (!now.equals(look)) {
      look = now;
      node = build(now);
    }
    return node;
  }

  private Parent build(Look now) {
    EmptyState state =
        new EmptyState(
            Feather.CPU,
            "There is no model to talk to yet",
            now.reachable()
                ? "Get a small one now: it is free, and runs on any machine."
                : "Start the stack and get a small model, use an Ollama that runs on this computer,"
                    + " or add the key of a provider.",
            now.reachable() ? get(now.pulling()) : start());
    HBox others =
        new HBox(
            8,
            Buttons.plain("Open settings", () -> navigator.go(ScreenName.SETTINGS)),
            Buttons.plain("Look again", models::reload));
    others.setAlignment(Pos.CENTER);
    state.getChildren().add(others);
    Problem pullProblem = now.pullProblem();
    if (now.reachable() && pullProblem != null) {
      ProblemCard card = new ProblemCard(Tone.WARN, pullProblem);
      card.setMaxWidth(560);
      state.getChildren().add(card);
    } else if (!now.reachable() && !now.evidence().isEmpty()) {
      Label seen = Texts.quiet(String.join("\n", now.evidence()));
      seen.getStyleClass().addAll(Style.CAPTION, "empty-text");
      state.getChildren().add(seen);
    }
    return state;
  }

  private Button start() {
    return Buttons.primary(Feather.HOME, "Start the stack", () -> navigator.go(ScreenName.HOME));
  }

  private Button get(boolean pulling) {
    Button get =
        Buttons.primary(
            Feather.DOWNLOAD,
            pulling ? "Getting " + ModelsViewModel.STARTER : "Get " + ModelsViewModel.STARTER_WORDS,
            models::pullStarter);
    get.setDisable(pulling);
    return get;
  }
}
