// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.doctor;

import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.doctor.Check;
import dev.wheelhouse.engine.doctor.Doctor;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.StackId;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The checks, and the facts of the engine. */
public final class DoctorViewModel {
  private final Doctor doctor;
  private final CurrentStack current;
  private final UiTasks tasks;
  private final ObservableList<Check> checks = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<DockerConnection.State> engine;
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

  public DoctorViewModel(
      Doctor doctor, DockerConnection docker, CurrentStack current, UiTasks tasks) {
    this.doctor = doctor;
    this.current = current;
    this.tasks = tasks;
    engine = new ReadOnlyObjectWrapper<>(docker.state());
    docker.events().subscribe(new UiFeed<>(tasks.ui(), states -> engine.set(states.getLast())));
  }

  ObservableList<Check> checks() {
    return checks;
  }

  ReadOnlyObjectProperty<DockerConnection.State> engineProperty() {
    return engine.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  ReadOnlyStringProperty summaryProperty() {
    return summary.getReadOnlyProperty();
  }

  /** Whether checks run now. */
  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** Makes all checks again; does nothing while they run. */
  void check() {
    if (busy.get()) {
      return;
    }
    StackId stack = current.get();
    busy.set(true);
    tasks.load(
        "Check everything",
        () -> doctor.run(stack),
        this::show,
        cause -> {
          busy.set(false);
          problem.set(cause);
        });
  }

  private void show(List<Check> found) {
    busy.set(false);
    problem.set(null);
    checks.setAll(found);
    long open = found.stream().filter(check -> check.verdict() != Check.Verdict.GOOD).count();
    summary.set(
        open == 0
            ? "All " + found.size() + " checks are good"
            : open + " of " + found.size() + " checks need attention");
  }
}
