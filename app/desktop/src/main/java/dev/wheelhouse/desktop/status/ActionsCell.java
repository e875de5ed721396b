// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.status;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.engine.stack.ServiceStatus;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/** What can be done to a service, at the end of its row. */
final class ActionsCell extends TableCell<ServiceRow, ServiceStatus> {
  private final ServiceActions actions;
  private final IconButton restart = new IconButton(Feather.ROTATE_CW, "Restart");
  private final IconButton toggle = new IconButton(Feather.SQUARE, "Stop");
  private final IconButton log = new IconButton(Feather.ALIGN_LEFT, "Open the log");
  private final IconButton copy = new IconButton(Feather.COPY, "Copy");
  private final HBox face = new HBox(restart, toggle, log, copy);

  ActionsCell(ServiceActions actions) {
    this.actions = actions;
    face.setAlignment(Pos.CENTER_RIGHT);
  }

  @Override
  protected void updateItem(ServiceStatus service, boolean empty) {
    super.updateItem(service, empty);
    setGraphic(empty || service == null ? null : face);
    if (empty || service == null) {
      return;
    }
    boolean up = service.containerId() != null;
    restart.setDisable(!up);
    restart.setWords("Restart " + service.title());
    restart.setOnAction(event -> actions.restart(service));
    toggle.setIcon(up ? Feather.SQUARE : Feather.PLAY);
    toggle.setWords((up ? "Stop " : "Start ") + service.title());
    toggle.setOnAction(event -> {
      if (up) {
        actions.stop(service);
      } else {
        actions.start(service);
      }
    });
    log.setWords("Open the log of " + service.title());
    log.setOnAction(event -> actions.openLog(service));
    copy.setDisable(!up);
    copy.setWords("Copy the docker command for a shell in " + service.title());
    copy.setOnAction(event -> actions.copyShell(service));
  }
}
