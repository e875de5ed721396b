// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.frame.Navigator;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.theme.Style;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The screens' names at the left of the window; collapses to icons. */
final class Rail extends VBox {
  private static final double WIDE = 184;
  private static final double NARROW = 56;

  private final Map<ScreenName, ToggleButton> buttons = new EnumMap<>(ScreenName.class);
  private final Label product = new Label("Wheelhouse");
  private final HBox brand = new HBox(10);
  private final IconButton collapse = new IconButton(Feather.CHEVRONS_LEFT, "Collapse the rail");
  private final BooleanProperty collapsed = new SimpleBooleanProperty();

  Rail(Navigator navigator, @Nullable Node mark) {
    getStyleClass().add("rail");
    product.getStyleClass().addAll(Style.LEAD, Style.STRONG);
    brand.getStyleClass().add("brand");
    brand.setAlignment(Pos.CENTER_LEFT);
    if (mark != null) {
      brand.getChildren().add(mark);
    }
    brand.getChildren().add(product);
    for (ScreenName name : ScreenName.values()) {
      buttons.put(name, button(name, navigator));
    }
    collapse.getStyleClass().add("rail-collapse");
    collapse.setOnAction(event -> collapsed.set(!collapsed.get()));
    collapsed.subscribe(this::dress);
  }

  /** Shows a button for each of these screens; settings stand at the bottom. */
  void show(Set<ScreenName> names) {
    Region gap = new Region();
    VBox.setVgrow(gap, Priority.ALWAYS);
    getChildren().setAll(brand);
    names.stream()
        .filter(name -> name != ScreenName.SETTINGS)
        .forEach(name -> getChildren().add(buttons.get(name)));
    getChildren().add(gap);
    if (names.contains(ScreenName.SETTINGS)) {
      getChildren().add(buttons.get(ScreenName.SETTINGS));
    }
    getChildren().add(collapse);
  }

  /** Marks the screen that is on show. */
  void select(@Nullable ScreenName current) {
    buttons.forEach((name, button) -> button.setSelected(name == current));
  }

  BooleanProperty collapsedProperty() {
    return collapsed;
  }

  /** Moves the keyboard focus to the screen on show. */
  void focusSelected() {
    buttons.values().stream()
        .filter(ToggleButton::isSelected)
        .findFirst()
        .ifPresent(Node::requestFocus);
  }

  private static ToggleButton button(ScreenName name, Navigator navigator) {
    ToggleButton button = new ToggleButton(name.title(), FontIcon.of(icon(name), 18));
    button.getStyleClass().addAll(Style.GHOST, "rail-button");
    button.setMaxWidth(Double.MAX_VALUE);
    button.setAlignment(Pos.CENTER_LEFT);
    button.setAccessibleText(name.title());
    button.setId("rail-" + name.title().toLowerCase(Locale.ROOT));
    button.setTooltip(new Tooltip(name.title() + "  " + Keys.of(name)));
    button.setOnAction(event -> {
      button.setSelected(true);
      navigator.go(name);
    });
    return button;
  }

  private void dress(boolean narrow) {
    setMinWidth(narrow ? NARROW : WIDE);
    setPrefWidth(narrow ? NARROW : WIDE);
    setMaxWidth(narrow ? NARROW : WIDE);
    product.setVisible(!narrow);
    product.setManaged(!narrow);
    for (ToggleButton button : buttons.values()) {
      button.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
      button.setAlignment(narrow ? Pos.CENTER : Pos.CENTER_LEFT);
    }
    brand.setAlignment(narrow ? Pos.CENTER : Pos.CENTER_LEFT);
    collapse.setIcon(narrow ? Feather.CHEVRONS_RIGHT : Feather.CHEVRONS_LEFT);
    collapse.setWords(narrow ? "Expand the rail" : "Collapse the rail");
  }

  private static Feather icon(ScreenName name) {
    return switch (name) {
      case HOME -> Feather.HOME;
      case STATUS -> Feather.ACTIVITY;
      case LOGS -> Feather.ALIGN_LEFT;
      case BACKUPS -> Feather.ARCHIVE;
      case CHAT -> Feather.MESSAGE_SQUARE;
      case MODELS -> Feather.BOX;
      case GATEWAY -> Feather.SHUFFLE;
      case DOCTOR -> Feather.LIFE_BUOY;
      case SETTINGS -> Feather.SETTINGS;
    };
  }
}
