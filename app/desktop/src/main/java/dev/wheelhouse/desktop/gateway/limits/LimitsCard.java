// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.limits;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.desktop.gateway.part.Field;
import dev.wheelhouse.engine.gateway.config.ModelLimit;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** How much all clients together may use a model. */
final class LimitsCard extends VBox {
  private final LimitsViewModel model;
  private final VBox rows = new VBox();
  private final TextField models = Field.line("gpt-*", 200);
  private final TextField requests = Field.line("No limit", 120);
  private final TextField tokens = Field.line("No limit", 120);
  private final TextField concurrent = Field.line("No limit", 100);

  LimitsCard(LimitsViewModel model) {
    this.model = model;
    models.setId("limit-models");
    requests.setId("limit-requests");
    Button add =
        Buttons.plain(
            Feather.PLUS,
            "Add a limit",
            () ->
                model.limit(
                    models.getText(),
                    requests.getText(),
                    tokens.getText(),
                    concurrent.getText(),
                    this::clear));
    add.setId("add-limit");
    add.disableProperty().bind(models.textProperty().isEmpty());
    FlowPane form =
        new FlowPane(
            16,
            12,
            new Field("Models", models),
            new Field("Requests per minute", requests),
            new Field("Tokens per minute", tokens),
            new Field("At once", concurrent),
            add);
    form.setRowValignment(VPos.BOTTOM);
    getChildren()
        .add(
            new Card("Limits of models")
                .with(
                    Texts.quiet(
                        "For all clients together; what is above is answered with 429. The limits"
                            + " of one client stand in its key."),
                    rows,
                    form));
    model.settingsProperty().subscribe(settings -> show(settings.limits()));
  }

  private void show(List<ModelLimit> limits) {
    rows.getChildren().setAll(limits.stream().map(this::row).toList());
  }

  private RuleRow row(ModelLimit limit) {
    return new RuleRow(
        limit.models(),
        words(limit.bounds()),
        new IconButton(
            Feather.TRASH_2, "Remove the limit of " + limit.models(), () -> model.unlimit(limit)));
  }

  private static String words(KeyBounds bounds) {
    List<String> words = new ArrayList<>();
    if (bounds.requestsPerMinute() > 0) {
      words.add(bounds.requestsPerMinute() + " requests a minute");
    }
    if (bounds.tokensPerMinute() > 0) {
      words.add(bounds.tokensPerMinute() + " tokens a minute");
    }
    if (bounds.concurrent() > 0) {
      words.add(bounds.concurrent() + " at once");
    }
    return String.join(", ", words);
  }

  private void clear() {
    models.clear();
    requests.clear();
    tokens.clear();
    concurrent.clear();
  }
}
