// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.backups;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.ConfirmBar;
import dev.wheelhouse.desktop.control.EmptyState;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.PageHeader;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.Tables;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.text.Sizes;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import javafx.beans.Observable;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Shows {@link BackupsViewModel}. */
public final class BackupsView implements Screen {
  private static final double WITH_CONTENTS = 760;
  private static final double WITH_TOOK = 560;
  private static final double WITH_EXACT = 240;
  private static final double AGO = 88;

  private final BackupsViewModel model;
  private final Frame frame;
  private final Clock clock;

  @FXML private VBox root;
  @FXML private PageHeader header;
  @FXML private ConfirmBar confirm;
  @FXML private VBox messages;
  @FXML private VBox empty;
  @FXML private VBox tableCard;
  @FXML private TableView<BackupSummary> table;
  @FXML private TableColumn<BackupSummary, BackupSummary> made;
  @FXML private TableColumn<BackupSummary, BackupSummary> proof;
  @FXML private TableColumn<BackupSummary, BackupSummary> size;
  @FXML private TableColumn<BackupSummary, BackupSummary> took;
  @FXML private TableColumn<BackupSummary, BackupSummary> contents;
  @FXML private TableColumn<BackupSummary, BackupSummary> actions;

  public BackupsView(BackupsViewModel model, Frame frame, Clock clock) {
    this.model = model;
    this.frame = frame;
    this.clock = clock;
  }

  @FXML
  void initialize() {
    header.subtitleProperty().bind(model.summaryProperty());
    Button backUp = Buttons.primary(Feather.ARCHIVE, "Back up now", model::backUp);
    backUp.setId("back-up");
    header.getActions().add(backUp);
    table.setItems(model.list());
    Tables.hug(table, tableCard);
    Tables.column(made, this::showMade);
    Tables.column(proof, BackupsView::showProof);
    Tables.column(size, (cell, backup) -> Tables.number(cell, Sizes.bytes(backup.sizeBytes())));
    Tables.column(took, (cell, backup) -> Tables.number(cell, Times.span(backup.took())));
    Tables.column(contents, (cell, backup) -> cell.setText(contents(backup)));
    Tables.column(actions, (cell, backup) -> cell.setGraphic(buttons(backup)));
    made.setComparator(Comparator.comparing(BackupSummary::createdAt));
    size.setComparator(Comparator.comparingLong(BackupSummary::sizeBytes));
    took.setComparator(Comparator.comparing(BackupSummary::took));
    proof.setSortable(false);
    empty
        .getChildren()
        .setAll(
            new EmptyState(
                Feather.ARCHIVE,
                "No backups yet",
                "A backup holds the databases of this stack. It is proven right after it was made,"
                    + " and a restore keeps the data of now.",
                Buttons.primary(Feather.ARCHIVE, "Make the first backup", model::backUp)));
    table.getSelectionModel().selectedItemProperty().subscribe(this::inspect);
    table.widthProperty().subscribe(width -> fit(width.doubleValue()));
    for (Observable observed :
        List.of(
            model.problemProperty(),
            model.planProperty(),
            model.outcomeProperty(),
            model.keptVolumes(),
            model.loadedProperty(),
            model.list())) {
      observed.addListener(any -> show());
    }
    show();
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
    table.getSelectionModel().clearSelection();
  }

  @Override
  public void open(String name) {
    model.find(name).ifPresent(backup -> table.getSelectionModel().select(backup));
  }

  @Override
  public void focus() {
    table.requestFocus();
  }

  @Override
  public boolean escape() {
    if (confirm.isVisible()) {
      confirm.close();
      return true;
    }
    if (model.planProperty().get() != null) {
      model.forgetPlan();
      return true;
    }
    return false;
  }

  private void show() {
    boolean none = model.list().isEmpty();
    Visibility.show(empty, none && model.loadedProperty().get());
    Visibility.show(tableCard, !none);
    messages.getChildren().clear();
    var problem = model.problemProperty().get();
    if (problem != null) {
      messages.getChildren().add(new ProblemCard(problem));
    }
    var plan = model.planProperty().get();
    if (plan != null) {
      messages.getChildren().add(new RestoreCard(plan, model::restore, model::forgetPlan));
    }
    var outcome = model.outcomeProperty().get();
    if (outcome != null) {
      messages.getChildren().add(new OutcomeCard(outcome, model::closeOutcome));
    }
    if (!model.keptVolumes().isEmpty()) {
      messages.getChildren().add(new KeptCard(model.keptVolumes(), model::undoRestore, this::drop));
    }
    Visibility.show(messages, !messages.getChildren().isEmpty());
  }

  /** The narrower the table, the fewer columns; the details hold what is left out. */
  private void fit(double width) {
    contents.setVisible(width < 1 || width >= WITH_CONTENTS);
    took.setVisible(width < 1 || width >= WITH_TOOK);
  }

  private void inspect(@Nullable BackupSummary backup) {
    if (backup == null) {
      frame.inspector().hide();
    } else {
      frame
          .inspector()
          .show(
              Times.ago(backup.createdAt(), clock.instant(), clock.getZone()),
              new BackupDetails(backup, model, clock.getZone(), this::copy));
    }
  }

  private HBox buttons(BackupSummary backup) {
    HBox box =
        new HBox(
            new IconButton(
                Feather.CHECK_CIRCLE,
                "Verify " + backup.id(),
                () -> model.verify(backup, VerifyLevel.L2)),
            new IconButton(
                Feather.ROTATE_CCW, "Restore " + backup.id(), () -> model.planRestore(backup)),
            new IconButton(Feather.TRASH_2, "Delete " + backup.id(), () -> askToDelete(backup)));
    box.setAlignment(Pos.CENTER_RIGHT);
    return box;
  }

  private void askToDelete(BackupSummary backup) {
    confirm.ask(
        "Delete the backup of "
            + Times.absolute(backup.createdAt(), clock.getZone())
            + "? It cannot be brought back.",
        "Delete " + Sizes.bytes(backup.sizeBytes()),
        () -> model.delete(backup));
  }

  private void drop() {
    confirm.ask(
        "Drop the data from before the last restore? You can then no longer go back to it.",
        "Drop the old data",
        model::dropKeptVolumes);
  }

  private void copy(String text) {
    frame.outside().copy(text);
    frame.notices().done("Copied");
  }

  private void showMade(TableCell<BackupSummary, BackupSummary> cell, BackupSummary backup) {
    Label exact = new Label(Times.day(backup.createdAt(), clock.getZone()));
    exact.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    exact.setMinWidth(0);
    Label ago = new Label(Times.ago(backup.createdAt(), clock.instant(), clock.getZone()));
    ago.setMinWidth(AGO);
    HBox face = new HBox(8, ago, exact);
    face.setAlignment(Pos.CENTER_LEFT);
    exact.visibleProperty().bind(cell.widthProperty().greaterThan(WITH_EXACT));
    cell.setGraphic(face);
    cell.setTooltip(
        new Tooltip(backup.id() + "\n" + Times.absolute(backup.createdAt(), clock.getZone())));
  }

  private static void showProof(
      TableCell<BackupSummary, BackupSummary> cell, BackupSummary backup) {
    Proof shown = Proof.of(backup);
    cell.setGraphic(new StateBadge(shown.tone(), shown.words()));
    cell.setTooltip(new Tooltip(shown.details()));
  }

  private static String contents(BackupSummary backup) {
    return String.join(", ", backup.members().stream().map(BackupSummary.Member::service).toList());
  }
}
