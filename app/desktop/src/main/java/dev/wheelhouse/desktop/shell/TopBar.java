// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.format.States;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.stack.Stack;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Above the screen: the stack, the engine, and the way to everything else. */
final class TopBar extends HBox {
  private final TopBarViewModel model;
  private final MenuButton switcher = new MenuButton();
  private final StateMark stackMark = new StateMark(Tone.MUTED);
  private final StateBadge engine = new StateBadge(Tone.BUSY, "");
  private final Button engineButton = new Button();
  private final Tooltip engineTip = new Tooltip();

  TopBar(TopBarViewModel model, Runnable openPalette, Button history) {
    this.model = model;
    getStyleClass().add("top-bar");
    setAlignment(Pos.CENTER_LEFT);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    engineButton.setGraphic(engine);
    engineButton.setTooltip(engineTip);
    engineButton.setId("engine-state");
    engineButton.getStyleClass().add(Style.GHOST);
    engineButton.setMinWidth(Region.USE_PREF_SIZE);
    engineButton.setOnAction(event -> model.lookAgain());
    switcher.setGraphic(stackMark);
    switcher.setId("stack-switcher");
    switcher.getStyleClass().addAll(Style.GHOST, "stack-switcher");
    getChildren().addAll(switcher, engineButton, gap, searchButton(openPalette), history);
    model.engineProperty().subscribe(this::showEngine);
    model.stacks().addListener((ListChangeListener<Stack>) change -> showStacks());
    model.currentProperty().subscribe(id -> showStacks());
  }

  private static Button searchButton(Runnable openPalette) {
    Label words = new Label("Search or run a command");
    Label keys = new Label(Keys.palette());
    keys.getStyleClass().add("key-hint");
    keys.setMinWidth(Region.USE_PREF_SIZE);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox face = new HBox(8, FontIcon.of(Feather.SEARCH, 14), words, gap, keys);
    face.setAlignment(Pos.CENTER_LEFT);
    words.getStyleClass().add(Style.QUIET);
    Button button = new Button();
    button.setGraphic(face);
    button.setId("open-palette");
    button.getStyleClass().add("search-button");
    button.setAccessibleText("Search or run a command, " + Keys.palette());
    button.setOnAction(event -> openPalette.run());
    return button;
  }

  private void showEngine(EngineSummary summary) {
    engine.show(summary.tone(), summary.words());
    engineTip.setText(summary.details());
    engineButton.setAccessibleText(summary.words() + ". Look again");
  }

  private void showStacks() {
    switcher
        .getItems()
        .setAll(
            model.stacks().stream()
                .map(stack -> {
                  MenuItem item =
                      new MenuItem(stack.title() + "  ·  " + States.word(stack.state()));
                  item.setGraphic(new StateMark(States.tone(stack.state())));
                  item.setOnAction(event -> model.choose(stack.id()));
                  return item;
                })
                .toList());
    String title =
        model.currentStack().map(Stack::title).orElse(model.currentProperty().get().value());
    String word = model.currentStack().map(Stack::state).map(States::word).orElse("Unknown");
    switcher.setText(title);
    switcher.setAccessibleText("Stack " + title + ", " + word);
    stackMark.show(model.currentStack().map(Stack::state).map(States::tone).orElse(Tone.MUTED));
  }
}
