// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.connect;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.desktop.gateway.part.Field;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.problem.Problem;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Which web pages may call: a list, and a line to write another one. */
final class OriginsCard extends VBox {
  private final OriginsViewModel model;
  private final VBox problem = new VBox();
  private final VBox rows = new VBox();
  private final TextField address = Field.line("https://app.example.com", 320);

  OriginsCard(OriginsViewModel model) {
    super(16);
    this.model = model;
    address.setId("origin-address");
    address.setOnAction(event -> allow());
    Button allow = Buttons.plain(Feather.PLUS, "Allow it", this::allow);
    allow.setId("allow-origin");
    allow.disableProperty().bind(address.textProperty().isEmpty());
    HBox form = new HBox(12, new Field("Address of the page or extension", address), allow);
    form.setAlignment(Pos.BOTTOM_LEFT);
    getChildren()
        .addAll(
            problem,
            new Card("A web page or an extension")
                .with(
                    Texts.quiet(
                        "What runs in a browser is refused unless its address is listed here, so"
                            + " that no page that you visit can use your models unseen. It needs a"
                            + " key all the same."),
                    rows,
                    form));
    model.origins().subscribe(this::show);
    model.problemProperty().subscribe(this::showProblem);
    show();
  }

  private void allow() {
    if (!address.getText().isBlank()) {
      model.allow(
          address.getText(),
          () -> {
            address.clear();
            address.requestFocus();
          });
    }
  }

  private void show() {
    rows.getChildren().setAll(model.origins().stream().map(this::row).toList());
    Visibility.show(rows, !rows.getChildren().isEmpty());
  }

  private Node row(String origin) {
    Label name = new Label(origin);
    name.getStyleClass().add(Style.MONO);
    name.setMinWidth(0);
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    HBox row =
        new HBox(
            12,
            name,
            new IconButton(Feather.TRASH_2, "Refuse " + origin, () -> model.forbid(origin)));
    row.setAlignment(Pos.CENTER_LEFT);
    row.setMinHeight(32);
    return row;
  }

  private void showProblem(@Nullable Problem cause) {
    problem.getChildren().clear();
    if (cause != null) {
      problem.getChildren().add(new ProblemCard(cause));
    }
    Visibility.show(problem, cause != null);
  }
}
