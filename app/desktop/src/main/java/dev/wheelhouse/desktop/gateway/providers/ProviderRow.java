// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.providers;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.gateway.state.UpstreamNow;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** One provider: its state, its models, its test, and what went wrong. */
final class ProviderRow extends VBox {
  ProviderRow(ProviderItem item, Consumer<String> test, Consumer<String> remove) {
    super(8);
    getStyleClass().add("provider-row-box");
    Label name = new Label(item.name());
    name.getStyleClass().add(Style.MEDIUM);
    name.setMinWidth(120);
    Label address = new Label(item.address());
    address.getStyleClass().add(Style.QUIET);
    address.setMinWidth(0);
    address.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(address, Priority.ALWAYS);
    StateBadge badge = new StateBadge(item.tone(), item.word());
    badge.setMinWidth(110);
    HBox line = new HBox(badge, name, address, models(item));
    line.getStyleClass().add("provider-line");
    line.setAlignment(Pos.CENTER_LEFT);
    Button tested = new Button("Test");
    tested.setMinWidth(USE_PREF_SIZE);
    tested.setAccessibleText("Test " + item.name());
    tested.setDisable(item.trial().filter(Trial.Running.class::isInstance).isPresent());
    tested.setOnAction(event -> test.accept(item.name()));
    line.getChildren().add(tested);
    if (item.own()) {
      line.getChildren()
          .add(
              new IconButton(
                  Feather.TRASH_2, "Remove " + item.name(), () -> remove.accept(item.name())));
    }
    getChildren().add(line);
    explain(item);
  }

  private static Label models(ProviderItem item) {
    Label models = new Label(Amounts.count(item.models(), "model", "models"));
    models.getStyleClass().add(Style.QUIET);
    models.setMinWidth(USE_PREF_SIZE);
    item.now()
        .filter(now -> !now.models().isEmpty())
        .ifPresent(now ->
            models.setTooltip(
                new Tooltip(String.join("\n", now.models().stream().limit(40).toList()))));
    return models;
  }

  private void explain(ProviderItem item) {
    if (item.trial().orElse(null) instanceof Trial.Failed failed) {
      getChildren().add(new ProblemCard(failed.problem()));
    } else if (item.trial().orElse(null) instanceof Trial.Passed passed) {
      getChildren()
          .add(
              Texts.quiet(
                  passed.works().model()
                      + " answered after "
                      + Times.span(Duration.ofMillis(passed.works().millis()))
                      + "."));
    } else {
      item.now()
          .filter(now -> !now.cause().isEmpty())
          .map(ProviderRow::words)
          .ifPresent(getChildren()::add);
    }
  }

  private static Label words(UpstreamNow now) {
    String cause = now.cause().endsWith(".") ? now.cause() : now.cause() + ".";
    return Texts.quiet(cause + " " + now.remedy());
  }
}
