// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.command.Command;
import dev.wheelhouse.desktop.command.Commands;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Outside;
import dev.wheelhouse.desktop.frame.Place;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.fx.CaretRest;
import dev.wheelhouse.desktop.fx.UiThread;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The window's content: puts the parts around the screens and gives them the keyboard. */
public final class Shell {
  private static final double NARROW = 1100;

  private final ScreenHost host = new ScreenHost();
  private final InspectorPane inspector = new InspectorPane();
  private final NoticeArea notices;
  private final Commands commands;
  private final UiThread ui;
  private final Rail rail;
  private final TopBar topBar;
  private final JobTray tray;
  private final Palette palette;
  private final StackPane root = new StackPane();
  private boolean wantsCollapsed;

  /**
   * @param mark the product's mark for the rail; null for none
   */
  public Shell(ShellModels models, Commands commands, UiThread ui, @Nullable Node mark) {
    this.commands = commands;
    this.ui = ui;
    notices = new NoticeArea(ui);
    palette = new Palette(models.palette(), host::focusScreen);
    rail = new Rail(this::go, mark);
    topBar = new TopBar(models.topBar(), palette::open, new HistoryButton(models.jobs()));
    tray = new JobTray(models.jobs());
    VBox middle = new VBox(host, tray);
    VBox.setVgrow(host, Priority.ALWAYS);
    HBox.setHgrow(middle, Priority.ALWAYS);
    middle.setMinWidth(0);
    HBox below = new HBox(middle, inspector);
    VBox.setVgrow(below, Priority.ALWAYS);
    VBox right = new VBox(topBar, below);
    HBox.setHgrow(right, Priority.ALWAYS);
    right.setMinWidth(0);
    HBox window = new HBox(rail, right);
    StackPane.setAlignment(notices, Pos.BOTTOM_RIGHT);
    root.getChildren().addAll(window, notices, palette);
    root.getStyleClass().add("shell");
    root.getStylesheets().add(Shell.class.getResource("shell.css").toExternalForm());
    host.currentProperty().subscribe(rail::select);
    root.widthProperty().subscribe(width -> fit(width.doubleValue()));
  }

  /** What screens may use of the window. */
  public Frame frame(Outside outside) {
    return new Frame(this::go, notices, inspector, outside);
  }

  /** Adds a screen; it is made when it is first shown. */
  public void register(ScreenName name, Supplier<? extends Screen> maker) {
    host.register(name, maker);
    rail.show(host.names());
    commands.add(
        new Command("Go to " + name.title(), "Go to", Keys.of(name), () -> go(Place.of(name))));
  }

  /** Puts the shell into its scene. */
  public Scene scene(double width, double height) {
    Scene scene = new Scene(root, width, height);
    scene.addEventFilter(KeyEvent.KEY_PRESSED, this::filterKey);
    scene.addEventHandler(KeyEvent.KEY_PRESSED, this::handleKey);
    CaretRest.watch(scene, ui);
    return scene;
  }

  public Parent root() {
    return root;
  }

  public void go(Place place) {
    if (!place.equals(Place.of(place.screen())) || host.currentProperty().get() != place.screen()) {
      inspector.hide();
    }
    host.go(place);
  }

  /** The screen on show; null before the first. */
  public ReadOnlyObjectProperty<@Nullable ScreenName> currentProperty() {
    return host.currentProperty();
  }

  /** Nobody can see the window: live parts rest. */
  public void sleep(boolean wanted) {
    host.sleep(wanted);
  }

  /** Whether the rail shows icons only, as the user wants it. */
  public BooleanProperty railCollapsedProperty() {
    return rail.collapsedProperty();
  }

  private void fit(double width) {
    boolean tight = width > 0 && width < NARROW;
    if (tight && !rail.collapsedProperty().get()) {
      rail.collapsedProperty().set(true);
      wantsCollapsed = true;
    } else if (!tight && wantsCollapsed) {
      rail.collapsedProperty().set(false);
      wantsCollapsed = false;
    }
  }

  private void filterKey(KeyEvent event) {
    if (Keys.opensPalette(event)) {
      if (palette.isOpen()) {
        palette.close();
      } else {
        palette.open();
      }
      event.consume();
    } else if (event.getCode() == KeyCode.F6) {
      nextRegion(event.isShiftDown() ? -1 : 1);
      event.consume();
    } else if (Keys.RAIL.match(event)) {
      rail.collapsedProperty().set(!rail.collapsedProperty().get());
      event.consume();
    } else {
      for (ScreenName name : host.names()) {
        if (Keys.combination(name).match(event)) {
          go(Place.of(name));
          event.consume();
        }
      }
    }
  }

  /** Esc that no control wanted closes what lies on top, from the top down. */
  private void handleKey(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !event.isConsumed()) {
      if (palette.isOpen()) {
        palette.close();
      } else if (!host.escape() && inspector.isVisible()) {
        inspector.hide();
        host.focusScreen();
      }
      event.consume();
    }
  }

  private void nextRegion(int step) {
    List<Node> regions =
        List.<Node>of(rail, topBar, host, inspector, tray).stream()
            .filter(Node::isVisible)
            .toList();
    Node owner = root.getScene().getFocusOwner();
    int now = 0;
    for (int i = 0; i < regions.size(); i++) {
      if (isInside(owner, regions.get(i))) {
        now = i;
      }
    }
    focus(regions.get(Math.floorMod(now + step, regions.size())));
  }

  private void focus(Node region) {
    if (region == rail) {
      rail.focusSelected();
    } else if (region == host) {
      host.focusScreen();
    } else {
      focusFirst(region);
    }
  }

  private static boolean focusFirst(Node node) {
    if (node.isFocusTraversable() && node.isVisible() && !node.isDisabled()) {
      node.requestFocus();
      return true;
    }
    return node instanceof Parent parent
        && parent.getChildrenUnmodifiable().stream().anyMatch(Shell::focusFirst);
  }

  private static boolean isInside(@Nullable Node node, Node region) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (at.equals(region)) {
        return true;
      }
    }
    return false;
  }
}
