// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/** One job in the tray: 32 px with its progress and the button that ends it. */
final class JobRow extends HBox {
  private final JobTrayViewModel model;
  private final StateMark mark = new StateMark(Tone.BUSY);
  private final Label title = new Label();
  private final Label step = new Label();
  private final ProgressBar bar = new ProgressBar();
  private final Label figures = new Label();
  private final IconButton end = new IconButton(Feather.X, "Cancel");

  JobRow(JobTrayViewModel model) {
    this.model = model;
    getStyleClass().add("job-row");
    setAlignment(Pos.CENTER_LEFT);
    setAccessibleRole(AccessibleRole.TEXT);
    title.getStyleClass().add(Style.MEDIUM);
    title.setMinWidth(USE_PREF_SIZE);
    step.getStyleClass().add(Style.QUIET);
    step.setMinWidth(0);
    step.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(step, Priority.ALWAYS);
    bar.setPrefWidth(200);
    bar.setMinWidth(80);
    figures.getStyleClass().add(Style.QUIET);
    figures.setMinWidth(USE_PREF_SIZE);
    getChildren().addAll(mark, title, step, bar, figures, end);
  }

  void show(JobLine line) {
    mark.show(line.tone());
    title.setText(line.title());
    step.setText(line.step());
    figures.setText(line.figures());
    // A bar of unknown length would move by itself, and an empty one looks stuck: the mark, which
    // says that it runs, is enough.
    boolean known = line.running() && line.fraction() >= 0;
    Visibility.show(bar, known);
    bar.setProgress(known ? line.fraction() : 0);
    setAccessibleText(line.title() + ". " + line.step() + " " + line.figures());
    if (line.running()) {
      end.setWords("Cancel: " + line.title());
      end.setOnAction(event -> model.cancel(line.id()));
    } else {
      end.setWords("Dismiss: " + line.title());
      end.setOnAction(event -> model.dismiss(line.id()));
    }
  }
}
