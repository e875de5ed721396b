// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import java.util.HashMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** Below the screen while jobs run; nothing at all otherwise. */
final class JobTray extends VBox {
  private static final int MOST = 3;

  private final JobTrayViewModel model;
  private final Map<Long, JobRow> rows = new HashMap<>();
  private final Label more = new Label();

  JobTray(JobTrayViewModel model) {
    this.model = model;
    getStyleClass().add("job-tray");
    more.getStyleClass().add("job-more");
    model.shown().addListener((ListChangeListener<JobLine>) change -> show());
    show();
  }

  private void show() {
    var lines = model.shown();
    rows.keySet().removeIf(id -> lines.stream().noneMatch(line -> line.id() == id));
    var visible = lines.stream().limit(MOST).toList();
    visible.forEach(line -> rows.computeIfAbsent(line.id(), id -> new JobRow(model)).show(line));
    var nodes = visible.stream().map(line -> rows.get(line.id())).toList();
    if (!getChildren().filtered(JobRow.class::isInstance).equals(nodes)) {
      getChildren().setAll(nodes);
    }
    getChildren().remove(more);
    if (lines.size() > MOST) {
      more.setText("and " + (lines.size() - MOST) + " more");
      getChildren().add(more);
    }
    setVisible(!lines.isEmpty());
    setManaged(!lines.isEmpty());
  }
}
