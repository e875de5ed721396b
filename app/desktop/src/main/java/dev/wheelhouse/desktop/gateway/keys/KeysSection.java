// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.keys;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.ConfirmBar;
import dev.wheelhouse.desktop.control.EmptyState;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.gateway.part.Columns;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.key.GatewayKey;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.gateway.key.KeyScope;
import dev.wheelhouse.engine.gateway.key.NewKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Shows {@link KeysViewModel}. */
public final class KeysSection implements Screen {
  private static final double WIDE = 900;

  private final KeysViewModel model;
  private final Frame frame;
  private final Clock clock;
  private final ConfirmBar confirm = new ConfirmBar();
  private final VBox messages = new VBox(12);
  private final HBox head;
  private final VBox tableCard = new VBox();
  private final VBox empty = new VBox();
  private final VBox root;
  private boolean asking;

  public KeysSection(KeysViewModel model, Frame frame, Clock clock) {
    this.model = model;
    this.frame = frame;
    this.clock = clock;
    Label words =
        Texts.quiet(
            "With a key of its own an app can be bounded, seen in the log, and shut out alone.");
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    Button create = Buttons.primary(Feather.PLUS, "New key", this::ask);
    create.setId("new-key");
    head = new HBox(12, words, create);
    head.setAlignment(Pos.CENTER_LEFT);
    TableView<GatewayKey> table = table();
    VBox.setVgrow(table, Priority.ALWAYS);
    tableCard.getStyleClass().addAll(Style.CARD, "table-card");
    tableCard.getChildren().add(table);
    Columns.hug(table, tableCard);
    VBox.setVgrow(tableCard, Priority.ALWAYS);
    empty.getStyleClass().add(Style.CARD);
    empty.setAlignment(Pos.CENTER);
    VBox.setVgrow(empty, Priority.ALWAYS);
    empty
        .getChildren()
        .setAll(
            new EmptyState(
                Feather.KEY,
                "No client keys yet",
                "Your own token opens everything. Give each app a key of its own instead: with"
                    + " models, limits and an end, and you revoke it without touching the others.",
                Buttons.primary(Feather.PLUS, "Make the first key", this::ask)));
    root = new VBox(16, head, confirm, messages, tableCard, empty);
    for (Observable observed :
        List.of(
            model.list(), model.loadedProperty(), model.problemProperty(), model.madeProperty())) {
      observed.addListener(any -> show());
    }
    show();
  }

  private TableView<GatewayKey> table() {
    TableView<GatewayKey> table = new TableView<>(model.list());
    table.setAccessibleText("Client keys");
    Columns.add(table, "Name", 170, 330, KeysSection::showName);
    Columns.add(table, "State", 100, 100, this::showState);
    Columns.add(table, "It may", 184, 240, (cell, key) -> text(cell, may(key)));
    Columns.add(table, "Models", 110, 220, (cell, key) -> text(cell, models(key)));
    Columns.add(table, "Limits", 130, 300, (cell, key) -> text(cell, limits(key)));
    var made = Columns.add(table, "Made", 104, 110, this::showMade);
    table
        .widthProperty()
        .subscribe(
            width -> made.setVisible(width.doubleValue() < 1 || width.doubleValue() >= WIDE));
    Columns.add(table, "", 76, 76, (cell, key) -> cell.setGraphic(buttons(key)));
    return table;
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void shown() {
    model.load();
  }

  @Override
  public void hidden() {
    confirm.close();
    model.forgetSecret();
    asking = false;
    show();
  }

  @Override
  public boolean escape() {
    boolean open = asking || confirm.isVisible();
    confirm.close();
    asking = false;
    show();
    return open;
  }

  private void ask() {
    model.forgetSecret();
    asking = true;
    show();
    messages.getChildren().stream()
        .filter(NewKeyCard.class::isInstance)
        .map(NewKeyCard.class::cast)
        .forEach(NewKeyCard::focus);
  }

  private void show() {
    List<Node> shown = new ArrayList<>();
    if (model.problemProperty().get() != null) {
      shown.add(new ProblemCard(model.problemProperty().get()));
    }
    NewKey made = model.madeProperty().get();
    if (made != null) {
      shown.add(secret(made));
    }
    if (asking) {
      // what was written already stays when a problem appears above it
      shown.add(
          messages.getChildren().stream()
              .filter(NewKeyCard.class::isInstance)
              .findFirst()
              .orElseGet(() -> new NewKeyCard(this::create, this::escape)));
    }
    messages.getChildren().setAll(shown);
    Visibility.show(messages, !shown.isEmpty());
    boolean none = model.list().isEmpty();
    Visibility.show(empty, none && model.loadedProperty().get() && !asking);
    // in a small window there is no room for both
    Visibility.show(tableCard, !none && !asking);
    Visibility.show(head, !none || asking);
  }

  private void create(KeyForm form) {
    model.create(
        form,
        () -> {
          asking = false;
          show();
        });
  }

  private Node secret(NewKey made) {
    VBox card =
        new VBox(
            12,
            Texts.heading("The key for " + made.key().name()),
            new CodeLine(made.token(), "Copy the key", () -> copy(made.token())),
            Texts.quiet(
                "Copy it now and put it into the app: only its hash is kept, so that it cannot be"
                    + " shown again."),
            new HBox(
                8,
                Buttons.plain("I have it", model::forgetSecret),
                Buttons.ghost(
                    "How to connect an app",
                    () -> frame.navigator().go(ScreenName.GATEWAY, "connect"))));
    card.getStyleClass().addAll(Style.CARD, "secret-card", Tone.OK.styleClass());
    return card;
  }

  private HBox buttons(GatewayKey key) {
    HBox box = new HBox();
    if (key.honoured()) {
      box.getChildren()
          .add(new IconButton(Feather.SLASH, "Revoke " + key.name(), () -> revoke(key)));
    } else {
      box.getChildren()
          .addAll(
              new IconButton(
                  Feather.ROTATE_CCW, "Honour " + key.name() + " again", () -> model.restore(key)),
              new IconButton(Feather.TRASH_2, "Delete " + key.name(), () -> askToDelete(key)));
    }
    box.setAlignment(Pos.CENTER_RIGHT);
    return box;
  }

  private void revoke(GatewayKey key) {
    model.revoke(
        key, () -> frame.notices().undoable(key.name() + " is shut out", () -> model.restore(key)));
  }

  private void askToDelete(GatewayKey key) {
    confirm.ask(
        "Delete the key of " + key.name() + "? It cannot be honoured again then.",
        "Delete " + key.name(),
        () -> model.delete(key));
  }

  private void copy(String text) {
    frame.outside().copy(text);
    frame.notices().done("The key is on the clipboard");
  }

  private static void showName(TableCell<GatewayKey, GatewayKey> cell, GatewayKey key) {
    Label name = new Label(key.name());
    name.getStyleClass().add(Style.MEDIUM);
    Label beginning = new Label(key.beginning() + "…");
    beginning.getStyleClass().addAll(Style.MONO, Style.QUIET, "key-beginning");
    beginning.setMinWidth(0);
    HBox box = new HBox(8, name, beginning);
    box.setAlignment(Pos.CENTER_LEFT);
    cell.setGraphic(box);
  }

  private void showState(TableCell<GatewayKey, GatewayKey> cell, GatewayKey key) {
    Instant end = key.expiresAt();
    if (!key.honoured()) {
      cell.setGraphic(new StateBadge(Tone.MUTED, "Revoked"));
    } else if (key.expired(model.now())) {
      cell.setGraphic(new StateBadge(Tone.WARN, "Expired"));
    } else {
      cell.setGraphic(new StateBadge(Tone.OK, "Active"));
    }
    if (end != null) {
      cell.setTooltip(new Tooltip("Until " + Times.absolute(end, clock.getZone())));
    }
  }

  private void showMade(TableCell<GatewayKey, GatewayKey> cell, GatewayKey key) {
    cell.setText(Times.ago(key.createdAt(), clock.instant(), clock.getZone()));
    cell.setTooltip(new Tooltip(Times.absolute(key.createdAt(), clock.getZone())));
  }

  private static void text(TableCell<GatewayKey, GatewayKey> cell, String text) {
    cell.setText(text);
    cell.setTooltip(new Tooltip(text));
  }

  private static String may(GatewayKey key) {
    return key.rights().scopes().size() == KeyScope.values().length
        ? "Everything"
        : capital(
            String.join(
                ", ", key.rights().scopes().stream().sorted().map(KeyScope::label).toList()));
  }

  private static String models(GatewayKey key) {
    return key.rights().models().isEmpty()
        ? "Every model"
        : String.join(", ", key.rights().models());
  }

  private static String limits(GatewayKey key) {
    KeyBounds bounds = key.rights().bounds();
    List<String> all = new ArrayList<>();
    if (bounds.requestsPerMinute() > 0) {
      all.add(Amounts.grouped(bounds.requestsPerMinute()) + " requests/min");
    }
    if (bounds.tokensPerMinute() > 0) {
      all.add(Amounts.grouped(bounds.tokensPerMinute()) + " tokens/min");
    }
    if (bounds.concurrent() > 0) {
      all.add(Amounts.count(bounds.concurrent(), "at once", "at once"));
    }
    if (bounds.budgetPerDay() > 0) {
      all.add(String.format(Locale.ROOT, "$%.2f a day", bounds.budgetPerDay()));
    }
    if (bounds.budgetPerMonth() > 0) {
      all.add(String.format(Locale.ROOT, "$%.2f a month", bounds.budgetPerMonth()));
    }
    return all.isEmpty() ? "None" : String.join(", ", all);
  }

  private static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
