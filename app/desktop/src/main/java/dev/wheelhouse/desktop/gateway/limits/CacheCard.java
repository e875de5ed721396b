// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.limits;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.frame.Notices;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.desktop.gateway.part.Field;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.gateway.config.CacheSettings;
import dev.wheelhouse.engine.gateway.state.CacheNow;
import dev.wheelhouse.engine.text.Sizes;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The cache: whether it is on, what it did, and how large it may be. */
final class CacheCard extends VBox {
  private final LimitsViewModel model;
  private final CheckBox on = new CheckBox("Answer again what was asked before");
  private final HBox figures = new HBox(40);
  private final Label trouble = Texts.quiet("");
  private final TextField megabytes = Field.line("64", 90);
  private final TextField minutes = Field.line("60", 90);
  private final TextField models = Field.line("None; only who asks for it", 300);
  private final FlowPane setup;
  private final Button clear;

  CacheCard(LimitsViewModel model, Notices notices) {
    this.model = model;
    on.setId("cache-on");
    on.setOnAction(event -> model.switchCache(on.isSelected()));
    clear =
        Buttons.plain(
            "Clear the cache",
            () ->
                model.clearCache(count ->
                    notices.done(Amounts.count(count, "answer is", "answers are") + " forgotten")));
    Button save =
        Buttons.plain(
            "Save",
            () ->
                model.setCache(
                    megabytes.getText(),
                    minutes.getText(),
                    models.getText(),
                    () -> notices.done("The cache is set up")));
    save.setAccessibleText("Save the cache's bounds");
    setup =
        new FlowPane(
            16,
            12,
            new Field("Megabytes", megabytes),
            new Field("Minutes", minutes),
            new Field("Models that need not ask", models),
            save,
            clear);
    setup.setRowValignment(javafx.geometry.VPos.BOTTOM);
    figures.setAlignment(Pos.CENTER_LEFT);
    getChildren()
        .add(
            new Card("Cache", on)
                .with(
                    Texts.quiet(
                        "Who asks the same again is answered at once and for nothing. Clients ask for"
                            + " it per request or per key; tools and chance are left out."),
                    figures,
                    trouble,
                    setup));
    model.settingsProperty().subscribe(settings -> show(settings.cache()));
    model.nowProperty().subscribe(this::show);
  }

  private void show(CacheSettings settings) {
    on.setSelected(settings.on());
    megabytes.setText(String.valueOf(settings.megabytes()));
    minutes.setText(String.valueOf(settings.minutes()));
    models.setText(String.join(", ", settings.models()));
    Visibility.show(setup, settings.on());
    show(model.nowProperty().get());
  }

  private void show(@Nullable CacheNow now) {
    boolean any = now != null && model.settingsProperty().get().cache().on();
    Visibility.show(figures, any);
    clear.setDisable(now == null || now.entries() == 0);
    if (now != null) {
      figures
          .getChildren()
          .setAll(
              figure(Amounts.percent(now.hitRate()), "of those who asked"),
              figure(Amounts.grouped(now.hits()), "answered again"),
              figure(Amounts.grouped(now.entries()), "answers kept"),
              figure(Sizes.bytes(now.bytes()), "of " + Sizes.bytes(now.maxBytes())),
              figure(Amounts.grouped(now.savedTokens()), "tokens saved"));
      if (model.settingsProperty().get().cache().similar().on()) {
        figures.getChildren().add(2, figure(Amounts.grouped(now.similar()), "in other words"));
      }
      trouble.setText(now.notice());
      Visibility.show(trouble, any && !now.notice().isEmpty());
    }
  }

  private static Node figure(String value, String words) {
    Label number = new Label(value);
    number.getStyleClass().addAll(Style.TITLE);
    Label caption = new Label(words);
    caption.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    return new VBox(2, number, caption);
  }
}
