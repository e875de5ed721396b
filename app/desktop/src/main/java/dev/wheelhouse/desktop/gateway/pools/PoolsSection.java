// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.EmptyState;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.gateway.part.Page;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.gateway.config.PoolSettings;
import dev.wheelhouse.engine.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Shows {@link PoolsViewModel}. */
public final class PoolsSection implements Screen {
  private final PoolsViewModel model;
  private final Frame frame;
  private final VBox messages = new VBox(12);
  private final VBox cards = new VBox(16);
  private final VBox empty = new VBox();
  private final HBox head;
  private final Page root;
  private final Map<String, PoolCard> byName = new HashMap<>();
  private @Nullable NewPoolCard asking;

  public PoolsSection(PoolsViewModel model, Frame frame) {
    this.model = model;
    this.frame = frame;
    Label words =
        Texts.quiet("A pool is one name for several models: one answers, the others stand in.");
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    Button create = Buttons.primary(Feather.PLUS, "New pool", this::ask);
    create.setId("new-pool");
    head = new HBox(12, words, create);
    head.setAlignment(Pos.CENTER_LEFT);
    empty.getStyleClass().add(Style.CARD);
    empty.setAlignment(Pos.CENTER);
    empty
        .getChildren()
        .setAll(
            new EmptyState(
                Feather.SHARE_2,
                "No pools yet",
                "Every model goes where it is. With a pool, apps ask for one name, such as"
                    + " everyday, and you decide here which models answer, and in what order.",
                Buttons.primary(Feather.PLUS, "Make the first pool", this::ask)));
    ExplainCard explain = new ExplainCard(model::explain);
    model.answerProperty().subscribe(explain::show);
    root = new Page(new VBox(16, head, messages, cards, empty, explain));
    for (Observable observed :
        List.of(model.pools(), model.pricesProperty(), model.problemProperty())) {
      observed.addListener(any -> show());
    }
    model.nowProperty().subscribe(now -> showNow());
    show();
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void shown() {
    model.follow(true);
  }

  @Override
  public void hidden() {
    model.follow(false);
    close();
  }

  @Override
  public boolean escape() {
    boolean open = asking != null;
    close();
    return open;
  }

  private void ask() {
    NewPoolCard card = new NewPoolCard(model, this::close);
    asking = card;
    show();
    root.setVvalue(0);
    card.focus();
  }

  private void close() {
    asking = null;
    show();
  }

  private void show() {
    messages.getChildren().clear();
    Problem cause = model.problemProperty().get();
    if (cause != null) {
      messages.getChildren().add(new ProblemCard(cause));
    }
    if (asking != null) {
      messages.getChildren().add(asking);
    }
    Visibility.show(messages, !messages.getChildren().isEmpty());
    boolean none = model.pools().isEmpty();
    Visibility.show(head, !none);
    Visibility.show(empty, none && asking == null);
    Visibility.show(cards, !none);
    showPools();
  }

  private void showPools() {
    List<PoolCard> shown = new ArrayList<>();
    for (PoolSettings pool : model.pools()) {
      PoolCard card =
          byName.computeIfAbsent(pool.name(), name -> new PoolCard(pool, model, this::remove));
      card.update(pool);
      shown.add(card);
    }
    byName.values().retainAll(shown);
    if (!shown.equals(cards.getChildren())) {
      cards.getChildren().setAll(shown);
    }
    showNow();
  }

  private void showNow() {
    model
        .nowProperty()
        .get()
        .forEach(now -> {
          PoolCard card = byName.get(now.name());
          if (card != null) {
            card.show(now);
          }
        });
  }

  private void remove(PoolSettings pool) {
    model.remove(
        pool,
        () ->
            frame
                .notices()
                .undoable("The pool " + pool.name() + " is gone", () -> model.restore(pool)));
  }
}
