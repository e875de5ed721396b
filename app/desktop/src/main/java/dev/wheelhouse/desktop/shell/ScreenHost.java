// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.frame.Navigator;
import dev.wheelhouse.desktop.frame.Place;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** Holds the screens, makes each when it is first wanted, and shows one of them. */
final class ScreenHost extends StackPane implements Navigator {
  private final Map<ScreenName, Supplier<? extends Screen>> makers =
      new EnumMap<>(ScreenName.class);
  private final Map<ScreenName, Screen> made = new EnumMap<>(ScreenName.class);
  private final ReadOnlyObjectWrapper<@Nullable ScreenName> current = new ReadOnlyObjectWrapper<>();
  private boolean asleep;

  ScreenHost() {
    getStyleClass().add("screen-host");
  }

  void register(ScreenName name, Supplier<? extends Screen> maker) {
    makers.put(name, maker);
  }

  Set<ScreenName> names() {
    return makers.keySet();
  }

  /** The screen on show; null before the first one. */
  ReadOnlyObjectProperty<@Nullable ScreenName> currentProperty() {
    return current.getReadOnlyProperty();
  }

  @Override
  public void go(Place place) {
    Supplier<? extends Screen> maker = makers.get(place.screen());
    if (maker == null) {
      return;
    }
    Screen screen = made.computeIfAbsent(place.screen(), name -> maker.get());
    Screen before = currentScreen();
    if (!screen.equals(before)) {
      if (before != null) {
        before.hidden();
      }
      getChildren().setAll(screen.root());
      current.set(place.screen());
      if (!asleep) {
        screen.shown();
      }
      screen.focus();
    }
    if (!place.item().isEmpty()) {
      screen.open(place.item());
    }
  }

  /** Nobody can see the window: what is live rests, as if no screen were shown. */
  void sleep(boolean wanted) {
    Screen screen = currentScreen();
    if (wanted != asleep) {
      asleep = wanted;
      if (screen != null && wanted) {
        screen.hidden();
      } else if (screen != null) {
        screen.shown();
      }
    }
  }

  void focusScreen() {
    Screen screen = currentScreen();
    if (screen != null) {
      screen.focus();
    }
  }

  boolean escape() {
    Screen screen = currentScreen();
    return screen != null && screen.escape();
  }

  private @Nullable Screen currentScreen() {
    ScreenName name = current.get();
    return name == null ? null : made.get(name);
  }
}
