// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.requests;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.ConfirmBar;
import dev.wheelhouse.desktop.control.EmptyState;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Segmented;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.gateway.request.RequestEntry;
import dev.wheelhouse.engine.gateway.request.RequestEntry.Outcome;
import dev.wheelhouse.engine.text.Sizes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Shows {@link RequestsViewModel}. */
public final class RequestsSection implements Screen {
  private final RequestsViewModel model;
  private final Frame frame;
  private final Clock clock;
  private final Supplier<Optional<Path>> askForFile;
  private final TextField words = new TextField();
  private final ConfirmBar confirm = new ConfirmBar();
  private final VBox problem = new VBox();
  private final RequestsTable table;
  private final VBox tableCard;
  private final VBox empty = new VBox();
  private final CheckBox contents = new CheckBox("Keep questions and answers");
  private final CheckBox log = new CheckBox("Log requests");
  private final Label size = new Label();
  private final Button export;
  private final Button clear;
  private final VBox root;

  /**
   * @param askForFile asks where an export goes
   */
  public RequestsSection(
      RequestsViewModel model, Frame frame, Clock clock, Supplier<Optional<Path>> askForFile) {
    this.model = model;
    this.frame = frame;
    this.clock = clock;
    this.askForFile = askForFile;
    table = new RequestsTable(model, clock);
    tableCard = new VBox(table);
    tableCard.getStyleClass().addAll(Style.CARD, "table-card");
    VBox.setVgrow(table, Priority.ALWAYS);
    VBox.setVgrow(tableCard, Priority.ALWAYS);
    table.hug(tableCard);
    empty.getStyleClass().add(Style.CARD);
    empty.setAlignment(Pos.CENTER);
    VBox.setVgrow(empty, Priority.ALWAYS);
    export = Buttons.plain(Feather.DOWNLOAD, "Export", this::export);
    clear = Buttons.plain(Feather.TRASH_2, "Clear now", this::askToClear);
    root = new VBox(16, tools(), confirm, problem, tableCard, empty, footer());
    table.getSelectionModel().selectedItemProperty().subscribe(this::inspect);
    for (Observable observed :
        List.of(
            model.shown(),
            model.loadedProperty(),
            model.problemProperty(),
            model.settingsProperty(),
            model.sizeProperty())) {
      observed.addListener(any -> show());
    }
    show();
  }

  private HBox tools() {
    words.setPromptText("Model, key, provider, error");
    words.setAccessibleText("Find requests");
    words.setId("request-filter");
    words.setPrefWidth(230);
    words
        .textProperty()
        .subscribe(text -> model.filter(new Filter(text, model.filter().outcome())));
    Segmented<Optional<Outcome>> outcomes =
        new Segmented<>(
            "How they ended",
            chosen -> model.filter(new Filter(words.getText(), chosen.orElse(null))));
    outcomes.add(Optional.empty(), "All", "requests-all");
    outcomes.add(Optional.of(Outcome.COMPLETED), "Answered", "requests-answered");
    outcomes.add(Optional.of(Outcome.FAILED), "Failed", "requests-failed");
    outcomes.add(Optional.of(Outcome.CANCELLED), "Left", "requests-left");
    outcomes.select(Optional.empty());
    Region between = new Region();
    HBox.setHgrow(between, Priority.ALWAYS);
    HBox tools = new HBox(8, words, outcomes, between, export, clear);
    tools.setAlignment(Pos.CENTER_LEFT);
    return tools;
  }

  private HBox footer() {
    log.setId("log-requests");
    log.setOnAction(event -> model.log(log.isSelected()));
    contents.setId("keep-contents");
    contents.setOnAction(event -> askForContents());
    size.getStyleClass().add(Style.QUIET);
    size.setMinWidth(0);
    size.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(size, Priority.ALWAYS);
    HBox legend =
        new HBox(
            12,
            legend("Queue", "split-queue"),
            legend("Upstream", "split-upstream"),
            legend("Gateway", "split-gateway"));
    legend.setAlignment(Pos.CENTER_LEFT);
    legend.setMinWidth(Region.USE_PREF_SIZE);
    log.setMinWidth(Region.USE_PREF_SIZE);
    contents.setMinWidth(Region.USE_PREF_SIZE);
    HBox footer = new HBox(16, log, contents, size, legend);
    footer.setAlignment(Pos.CENTER_LEFT);
    footer.setMinHeight(28);
    return footer;
  }

  private static HBox legend(String word, String style) {
    Region mark = new Region();
    mark.getStyleClass().addAll("split-mark", style);
    Label label = new Label(word);
    label.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    HBox box = new HBox(6, mark, label);
    box.setAlignment(Pos.CENTER_LEFT);
    return box;
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
    confirm.close();
    table.getSelectionModel().clearSelection();
  }

  @Override
  public void focus() {
    words.requestFocus();
  }

  @Override
  public boolean escape() {
    boolean open = confirm.isVisible();
    confirm.close();
    show();
    return open;
  }

  private void show() {
    problem.getChildren().clear();
    if (model.problemProperty().get() != null) {
      problem.getChildren().add(new ProblemCard(model.problemProperty().get()));
    }
    Visibility.show(problem, !problem.getChildren().isEmpty());
    boolean on = model.settingsProperty().get().on();
    log.setSelected(on);
    contents.setSelected(model.settingsProperty().get().contents());
    contents.setDisable(!on);
    export.setDisable(model.all().isEmpty());
    clear.setDisable(model.all().isEmpty());
    size.setText(
        Amounts.count(model.sizeProperty().get().entries(), "request", "requests")
            + " · "
            + Sizes.bytes(model.sizeProperty().get().bytes()));
    size.setTooltip(
        new Tooltip(
            "Kept for "
                + Amounts.count(model.settingsProperty().get().days(), "day", "days")
                + ", up to "
                + Sizes.bytes(model.settingsProperty().get().megabytes() * 1_000_000L)));
    boolean none = model.shown().isEmpty();
    Visibility.show(tableCard, !none);
    Visibility.show(empty, none && model.loadedProperty().get());
    if (none) {
      empty.getChildren().setAll(nothing(on));
    }
  }

  private EmptyState nothing(boolean on) {
    if (!on) {
      return new EmptyState(
          Feather.LIST,
          "Requests are not logged",
          "With a log you see what went where, how long it took, and why something failed. Contents"
              + " are not part of it unless you want them.",
          Buttons.primary("Log requests", () -> model.log(true)));
    }
    if (!model.all().isEmpty()) {
      return new EmptyState(
          Feather.SEARCH,
          "No request fits",
          "None of the newest " + model.all().size() + " requests has these words and this end.",
          Buttons.plain("Show all", this::showAll));
    }
    return new EmptyState(
        Feather.LIST,
        "No requests yet",
        "Every request of an app appears here: which model answered it, where the time went, and"
            + " what it took.",
        Buttons.primary(
            "Connect an app", () -> frame.navigator().go(ScreenName.GATEWAY, "connect")));
  }

  private void showAll() {
    words.clear();
    model.filter(Filter.NONE);
    ((ToggleButton) root.lookup("#requests-all")).setSelected(true);
  }

  private void inspect(@Nullable RequestEntry entry) {
    if (entry == null) {
      frame.inspector().hide();
      return;
    }
    model.detail(
        entry,
        detail ->
            detail
                .filter(found -> entry.equals(table.getSelectionModel().getSelectedItem()))
                .ifPresent(found ->
                    frame
                        .inspector()
                        .show(
                            entry.asked().model().isEmpty()
                                ? entry.asked().operation()
                                : entry.asked().model(),
                            new RequestDetails(
                                found,
                                clock.getZone(),
                                this::copy,
                                score -> model.rate(entry, score)))));
  }

  private void askForContents() {
    if (!contents.isSelected()) {
      model.keepContents(false);
      return;
    }
    contents.setSelected(false);
    confirm.ask(
        "Keep the beginning of every question and answer on this disk? Whoever can read your files"
            + " can read them. What looks like a key is taken out.",
        "Keep questions and answers",
        () -> model.keepContents(true));
  }

  private void askToClear() {
    confirm.ask(
        "Remove all requests from the log? The charts lose their past, too.",
        "Remove " + Amounts.count(model.sizeProperty().get().entries(), "request", "requests"),
        model::clear);
  }

  private void export() {
    askForFile
        .get()
        .ifPresent(file ->
            model.export(
                file,
                count ->
                    frame
                        .notices()
                        .done(Amounts.count(count, "request is", "requests are") + " in " + file)));
  }

  private void copy(String text) {
    frame.outside().copy(text);
    frame.notices().done("Copied");
  }
}
