// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.limits;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.desktop.gateway.part.Field;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import java.util.List;
import java.util.Locale;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What tokens cost: budgets and the chart of costs count with it. */
final class PricesCard extends VBox {
  private final LimitsViewModel model;
  private final VBox rows = new VBox();
  private final TextField models = Field.line("gpt-5-mini*", 200);
  private final TextField input = Field.line("0.25", 120);
  private final TextField output = Field.line("2.00", 120);

  PricesCard(LimitsViewModel model) {
    this.model = model;
    Button add =
        Buttons.plain(
            Feather.PLUS,
            "Add a price",
            () -> model.price(models.getText(), input.getText(), output.getText(), this::clear));
    add.disableProperty().bind(models.textProperty().isEmpty());
    FlowPane form =
        new FlowPane(
            16,
            12,
            new Field("Models", models),
            new Field("A million tokens read, $", input),
            new Field("A million written, $", output),
            add);
    form.setRowValignment(VPos.BOTTOM);
    getChildren()
        .add(
            new Card("Prices")
                .with(
                    Texts.quiet(
                        "As your provider's price list says. Budgets and costs count with them;"
                            + " models without a price cost nothing."),
                    rows,
                    form));
    model.settingsProperty().subscribe(settings -> show(settings.prices()));
  }

  private void show(List<ModelPrice> prices) {
    rows.getChildren().setAll(prices.stream().map(this::row).toList());
  }

  private RuleRow row(ModelPrice price) {
    return new RuleRow(
        price.models(),
        String.format(
            Locale.ROOT,
            "$%.2f read, $%.2f written, per million tokens",
            price.input(),
            price.output()),
        new IconButton(
            Feather.TRASH_2, "Remove the price of " + price.models(), () -> model.unprice(price)));
  }

  private void clear() {
    models.clear();
    input.clear();
    output.clear();
  }
}
