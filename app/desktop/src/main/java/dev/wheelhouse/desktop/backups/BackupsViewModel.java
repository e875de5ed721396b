// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.backups;

import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.Backups;
import dev.wheelhouse.engine.backup.RestoreOptions;
import dev.wheelhouse.engine.backup.RestorePlan;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.text.Sizes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The backups of the current stack, and what can be done with them. */
public final class BackupsViewModel {
  private final Backups backups;
  private final CurrentStack current;
  private final UiTasks tasks;
  private final Clock clock;
  private final ObservableList<BackupSummary> list = FXCollections.observableArrayList();
  private final ObservableList<String> keptVolumes = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable RestorePlan> plan = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Outcome> outcome = new ReadOnlyObjectWrapper<>();

  public BackupsViewModel(Backups backups, CurrentStack current, UiTasks tasks, Clock clock) {
    this.backups = backups;
    this.current = current;
    this.tasks = tasks;
    this.clock = clock;
    current.property().subscribe(this::open);
    backups.changes().subscribe(new UiFeed<>(tasks.ui(), changed -> load()));
  }

  /** Newest first. */
  ObservableList<BackupSummary> list() {
    return list;
  }

  /** Volumes from before the last restore; empty when there are none. */
  ObservableList<String> keptVolumes() {
    return keptVolumes;
  }

  /** Whether the list is known; an empty list before that means nothing. */
  ReadOnlyBooleanProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  ReadOnlyStringProperty summaryProperty() {
    return summary.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** What the restore that was asked for will do; null when none was. */
  ReadOnlyObjectProperty<@Nullable RestorePlan> planProperty() {
    return plan.getReadOnlyProperty();
  }

  /** How the last check or restore went; null once it was closed. */
  ReadOnlyObjectProperty<@Nullable Outcome> outcomeProperty() {
    return outcome.getReadOnlyProperty();
  }

  Optional<BackupSummary> find(String name) {
    return list.stream().filter(backup -> backup.id().value().equals(name)).findFirst();
  }

  void load() {
    StackId stack = current.get();
    tasks.load(
        "Read the backups",
        () -> backups.list(stack),
        found -> {
          if (stack.equals(current.get())) {
            show(found);
          }
        },
        problem::set);
    tasks.load(
        "Read the kept volumes",
        () -> backups.keptVolumes(stack),
        found -> {
          if (stack.equals(current.get())) {
            keptVolumes.setAll(found);
          }
        },
        unknown -> keptVolumes.clear());
  }

  void backUp() {
    StackId stack = current.get();
    begin();
    tasks.job(
        "Back up " + stack,
        control -> backups.create(stack, BackupOptions.standard(), control),
        done -> load(),
        this::failed);
  }

  void verify(BackupSummary backup, VerifyLevel level) {
    begin();
    tasks.job(
        "Verify " + backup.id(),
        control -> backups.verify(backup.id(), level, control),
        report -> {
          outcome.set(Outcome.of(report));
          load();
        },
        this::failed);
  }

  /** Shows what a restore would do; {@link #restore} does it. */
  void planRestore(BackupSummary backup) {
    begin();
    tasks.load("Plan the restore", () -> backups.plan(backup.id()), plan::set, this::failed);
  }

  void forgetPlan() {
    plan.set(null);
  }

  /** Does what the plan on show says. */
  void restore() {
    RestorePlan wanted = plan.get();
    if (wanted == null || !wanted.refusals().isEmpty()) {
      return;
    }
    begin();
    tasks.job(
        "Restore " + wanted.backup(),
        control -> backups.restore(wanted.backup(), RestoreOptions.standard(), control),
        report -> {
          outcome.set(Outcome.of(report));
          load();
        },
        this::failed);
  }

  /** Goes back to the data from before the last restore. */
  void undoRestore() {
    StackId stack = current.get();
    begin();
    tasks.job(
        "Undo the restore",
        control -> {
          backups.undoRestore(stack, control);
          return stack;
        },
        done -> load(),
        this::failed);
  }

  /** Gives up the data from before the last restore. */
  void dropKeptVolumes() {
    StackId stack = current.get();
    begin();
    tasks.load(
        "Drop the old data",
        () -> {
          backups.dropKeptVolumes(stack);
          return stack;
        },
        done -> load(),
        this::failed);
  }

  void delete(BackupSummary backup) {
    begin();
    tasks.load(
        "Delete " + backup.id(),
        () -> {
          backups.delete(backup.id());
          return backup;
        },
        done -> load(),
        this::failed);
  }

  void closeOutcome() {
    outcome.set(null);
  }

  private void open(StackId stack) {
    list.clear();
    keptVolumes.clear();
    loaded.set(false);
    begin();
    load();
  }

  private void begin() {
    problem.set(null);
    plan.set(null);
    outcome.set(null);
  }

  private void failed(Problem cause) {
    if (!(cause instanceof Cancelled)) {
      problem.set(cause);
    }
  }

  private void show(List<BackupSummary> found) {
    if (!found.equals(list)) {
      list.setAll(found);
    }
    loaded.set(true);
    long bytes = found.stream().mapToLong(BackupSummary::sizeBytes).sum();
    summary.set(
        found.isEmpty()
            ? ""
            : Amounts.count(found.size(), "backup", "backups")
                + " · "
                + Sizes.bytes(bytes)
                + " · newest "
                + Times.ago(found.getFirst().createdAt(), clock.instant(), clock.getZone()));
  }
}
