// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.providers;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.state.UpstreamNow;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * One provider: its state, its models, its test, and what went wrong. It stays where it is when
 * something of it changes, so that the keyboard does too.
 */
final class ProviderRow extends VBox {
  private final StateBadge badge = new StateBadge(Tone.MUTED, "");
  private final Label address = new Label();
  private final Label models = new Label();
  private final Tooltip names = new Tooltip();
  private final VBox words = new VBox();
  private final IconButton remove;
  private @Nullable ProviderItem shown;

  ProviderRow(String called, Consumer<String> test, Consumer<String> removing) {
    getStyleClass().add("provider-row-box");
    Label name = new Label(called);
    name.getStyleClass().add(Style.MEDIUM);
    name.setMinWidth(120);
    address.getStyleClass().add(Style.QUIET);
    address.setMinWidth(0);
    address.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(address, Priority.ALWAYS);
    badge.setMinWidth(110);
    models.getStyleClass().add(Style.QUIET);
    models.setMinWidth(USE_PREF_SIZE);
    Button tested = new Button("Test");
    tested.setMinWidth(USE_PREF_SIZE);
    tested.setAccessibleText("Test " + called);
    tested.setOnAction(event -> test.accept(called));
    remove = new IconButton(Feather.TRASH_2, "Remove " + called, () -> removing.accept(called));
    HBox line = new HBox(badge, name, address, models, tested, remove);
    line.getStyleClass().add("provider-line");
    line.setAlignment(Pos.CENTER_LEFT);
    words.getStyleClass().add("provider-words");
    getChildren().addAll(line, words);
  }

  void show(ProviderItem item) {
    if (item.equals(shown)) {
      return;
    }
    shown = item;
    badge.show(item.tone(), item.word());
    address.setText(item.address());
    models.setText(item.models() == 0 ? "" : Amounts.count(item.models(), "model", "models"));
    List<String> all = item.now().map(UpstreamNow::models).orElse(List.of());
    names.setText(String.join("\n", all.stream().limit(40).toList()));
    models.setTooltip(all.isEmpty() ? null : names);
    remove.setDisable(!item.own());
    remove.setOpacity(item.own() ? 1 : 0);
    Node explained = explanation(item);
    words.getChildren().setAll(explained == null ? List.of() : List.of(explained));
    Visibility.show(words, explained != null);
  }

  private static @Nullable Node explanation(ProviderItem item) {
    return switch (item.trial().orElse(null)) {
      case Trial.Failed failed -> new ProblemCard(failed.problem());
      case Trial.Passed passed ->
          Texts.quiet(
              passed.works().model()
                  + " answered after "
                  + Times.span(Duration.ofMillis(passed.works().millis()))
                  + ".");
      case Trial.Running _ -> null;
      case null ->
          item.now().filter(now -> !now.cause().isEmpty()).map(ProviderRow::words).orElse(null);
    };
  }

  private static Label words(UpstreamNow now) {
    String cause = now.cause().endsWith(".") ? now.cause() : now.cause() + ".";
    return Texts.quiet(cause + " " + now.remedy());
  }
}
