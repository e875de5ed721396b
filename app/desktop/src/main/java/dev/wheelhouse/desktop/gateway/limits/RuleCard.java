// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.limits;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.desktop.gateway.part.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/**
 * Rules of one kind, each for some models, and a line to write another one.
 *
 * @param <R> the rule
 */
final class RuleCard<R> extends VBox {
  private final Kind<R> kind;
  private final VBox rows = new VBox();
  private final List<TextField> lines = new ArrayList<>();

  /**
   * What is said of the rules.
   *
   * @param name of one of them, such as {@code price}
   */
  record Kind<R>(String name, Words<R> words, Consumer<R> remove) {}

  /** How a rule reads. */
  interface Words<R> {
    String models(R rule);

    String what(R rule);
  }

  /** Takes what was written, in the order of the lines; runs the other when it is in use. */
  @FunctionalInterface
  interface Add {
    void rule(List<String> written, Runnable done);
  }

  RuleCard(String title, String explanation, Kind<R> kind, Add add, Field... fields) {
    this.kind = kind;
    FlowPane form = new FlowPane(12, 12, fields);
    form.setRowValignment(VPos.BOTTOM);
    for (Field field : fields) {
      TextField line = (TextField) field.control();
      line.setOnAction(event -> add(add));
      lines.add(line);
    }
    Button button = Buttons.plain(Feather.PLUS, "Add a " + kind.name(), () -> add(add));
    button.setId("add-" + kind.name());
    button.disableProperty().bind(lines.getFirst().textProperty().isEmpty());
    form.getChildren().add(button);
    getChildren().add(new Card(title).with(Texts.quiet(explanation), rows, form));
    Visibility.show(rows, false);
  }

  private void add(Add add) {
    add.rule(
        lines.stream().map(TextField::getText).toList(),
        () -> {
          lines.forEach(TextField::clear);
          lines.getFirst().requestFocus();
        });
  }

  void show(List<R> rules) {
    rows.getChildren().setAll(rules.stream().map(this::row).toList());
    Visibility.show(rows, !rules.isEmpty());
  }

  private RuleRow row(R rule) {
    String models = kind.words().models(rule);
    return new RuleRow(
        models,
        kind.words().what(rule),
        new IconButton(
            Feather.TRASH_2,
            "Remove the " + kind.name() + " of " + models,
            () -> kind.remove().accept(rule)));
  }
}
