// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.gateway.pool.RouteAnswer;
import dev.wheelhouse.engine.gateway.pool.TargetNow;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Answers where a request for a model would go, and why. */
final class ExplainCard extends VBox {
  private final VBox told = new VBox(8);

  ExplainCard(Consumer<String> explain) {
    TextField model = new TextField();
    model.setId("explain-model");
    model.setPromptText("A model or a pool, as an app would ask for it");
    model.setAccessibleText("Model whose way is explained");
    model.setMaxWidth(360);
    model.textProperty().subscribe(explain);
    getChildren().add(new Card("Where would a request go?").with(model, told));
    show(null);
  }

  void show(@Nullable RouteAnswer answer) {
    told.getChildren().clear();
    if (answer == null) {
      told.getChildren()
          .add(
              Texts.quiet(
                  "Type a model: you see which target answers it now, why that one, and which"
                      + " ones are passed over."));
      return;
    }
    told.getChildren().add(headline(answer));
    int place = 1;
    for (TargetNow target : answer.order()) {
      told.getChildren().add(line(place++ + ".", target, TargetLooks.figures(target)));
    }
    for (TargetNow target : answer.passedOver()) {
      told.getChildren().add(line("–", target, target.reason()));
    }
  }

  private static Node headline(RouteAnswer answer) {
    if (answer.order().isEmpty()) {
      return Texts.body("Nowhere: " + answer.why());
    }
    return Texts.body("To " + answer.order().getFirst().label() + ", because " + answer.why());
  }

  private static Node line(String place, TargetNow target, String words) {
    Label number = new Label(place);
    number.getStyleClass().add(Style.QUIET);
    number.setMinWidth(20);
    Label name = new Label(target.label());
    name.getStyleClass().add(Style.MEDIUM);
    Label figures = new Label(words);
    figures.getStyleClass().add(Style.QUIET);
    HBox line = new HBox(8, number, new StateMark(TargetLooks.tone(target)), name, figures);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }
}
