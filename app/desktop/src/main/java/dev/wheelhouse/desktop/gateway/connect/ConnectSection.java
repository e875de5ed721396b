// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.connect;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.desktop.gateway.part.Page;
import dev.wheelhouse.desktop.theme.Style;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Shows {@link ConnectViewModel}: the apps at the left, what to copy at the right. */
public final class ConnectSection implements Screen {
  private static final double ROW = 32;
  private static final String WEB = "Web page";

  private final ConnectViewModel model;
  private final Frame frame;
  private final OriginsCard origins;
  private final ListView<String> apps = new ListView<>();
  private final VBox content = new VBox(16);
  private final Page root;

  public ConnectSection(ConnectViewModel model, OriginsViewModel pages, Frame frame) {
    this.model = model;
    origins = new OriginsCard(pages);
    this.frame = frame;
    apps.setId("connect-apps");
    apps.setAccessibleText("The app to connect");
    apps.setFixedCellSize(ROW);
    apps.setMinWidth(190);
    apps.setPrefWidth(190);
    apps.setCellFactory(list -> new AppCell());
    apps.getItems().setAll(model.snippetsProperty().get().stream().map(Snippet::title).toList());
    apps.getItems().add(WEB);
    apps.setPrefHeight(ROW * apps.getItems().size() + 2);
    apps.setMinHeight(ROW * apps.getItems().size() + 2);
    apps.getSelectionModel().selectFirst();
    apps.getSelectionModel().selectedIndexProperty().subscribe(index -> show());
    model.snippetsProperty().subscribe(snippets -> show());
    VBox side = new VBox(apps);
    side.getStyleClass().addAll(Style.CARD, "app-list");
    side.setMinWidth(208);
    HBox.setHgrow(content, Priority.ALWAYS);
    content.setMinWidth(0);
    root = new Page(new HBox(16, side, content));
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
  public void focus() {
    apps.requestFocus();
  }

  private void show() {
    List<Snippet> snippets = model.snippetsProperty().get();
    int chosen = Math.max(0, apps.getSelectionModel().getSelectedIndex());
    if (chosen < snippets.size()) {
      content.getChildren().setAll(what(snippets.get(chosen)), keys(snippets.get(chosen)));
    } else if (!content.getChildren().contains(origins)) {
      content.getChildren().setAll(origins);
    }
  }

  private Node what(Snippet snippet) {
    return new Card(snippet.title())
        .with(Texts.quiet(snippet.where()), new CodeLine(snippet.text(), this::copy));
  }

  private Node keys(Snippet snippet) {
    String words =
        snippet.wantsKey()
            ? "Put a key in the place of YOUR_KEY. Best is one that only this app has: it can be"
                + " bounded, and shut out alone."
            : "\"wheelhouse gateway token\" prints your own token, which opens everything. A key"
                + " that only this app has can be bounded, and shut out alone.";
    return new Card("Which key")
        .with(
            Texts.quiet(words),
            new HBox(
                Buttons.plain(
                    "Make a key", () -> frame.navigator().go(ScreenName.GATEWAY, "keys"))));
  }

  private void copy(String text) {
    frame.outside().copy(text);
    frame.notices().done("Copied");
  }

  private static final class AppCell extends ListCell<String> {
    @Override
    protected void updateItem(String title, boolean blank) {
      super.updateItem(title, blank);
      setText(blank ? null : title);
    }
  }
}
