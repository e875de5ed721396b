// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.status;

import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.States;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.metric.ServiceUse;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.text.Sizes;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** The cells of the table of services. */
final class Cells {
  private Cells() {}

  /** The service's title, and its version where there is room; its name and image on hover. */
  static final class Name extends TableCell<ServiceRow, ServiceStatus> {
    private final Tooltip tip = new Tooltip();
    private final Label title = new Label();
    private final Label version = new Label();
    private final HBox face = new HBox(8, title, version);

    Name() {
      title.getStyleClass().add(Style.MEDIUM);
      title.setMinWidth(USE_PREF_SIZE);
      version.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
      face.setAlignment(Pos.CENTER_LEFT);
      face.setPrefWidth(0);
    }

    @Override
    protected void updateItem(ServiceStatus service, boolean empty) {
      super.updateItem(service, empty);
      boolean blank = empty || service == null;
      setGraphic(blank ? null : face);
      setTooltip(blank ? null : tip);
      if (!blank) {
        title.setText(service.title());
        version.setText(service.image().substring(service.image().lastIndexOf(':') + 1));
        tip.setText(service.name() + "\n" + service.image());
      }
    }

    @Override
    protected void layoutChildren() {
      double wanted = title.prefWidth(-1) + face.getSpacing() + version.prefWidth(-1);
      version.setVisible(wanted <= getWidth() - snappedLeftInset() - snappedRightInset());
      super.layoutChildren();
    }
  }

  /** Shape, colour and word of the state. */
  static final class State extends TableCell<ServiceRow, ServiceStatus> {
    private final StateBadge badge = new StateBadge(Tone.MUTED, "");
    private final Tooltip tip = new Tooltip();

    @Override
    protected void updateItem(ServiceStatus service, boolean empty) {
      super.updateItem(service, empty);
      boolean blank = empty || service == null;
      setGraphic(blank ? null : badge);
      setTooltip(null);
      if (!blank) {
        badge.show(States.tone(service), States.word(service));
        String more = service.problem() == null ? service.detail() : service.problem().cause();
        if (!more.isEmpty()) {
          tip.setText(more);
          setTooltip(tip);
        }
      }
    }
  }

  /** Share of the processor. */
  static final class Cpu extends TableCell<ServiceRow, @Nullable ServiceUse> {
    Cpu() {
      getStyleClass().add("number");
    }

    @Override
    protected void updateItem(@Nullable ServiceUse use, boolean empty) {
      super.updateItem(use, empty);
      setText(empty || use == null ? null : Amounts.cpu(use.cpuShare()));
    }
  }

  /** Memory, with a meter against its limit. */
  static final class Memory extends TableCell<ServiceRow, @Nullable ServiceUse> {
    private final Label text = new Label();
    private final Meter meter = new Meter();
    private final Tooltip tip = new Tooltip();
    private final HBox face = new HBox(8, text, meter);

    Memory() {
      face.setAlignment(Pos.CENTER_RIGHT);
      getStyleClass().add("number");
    }

    @Override
    protected void updateItem(@Nullable ServiceUse use, boolean empty) {
      super.updateItem(use, empty);
      boolean blank = empty || use == null;
      setGraphic(blank ? null : face);
      setTooltip(blank ? null : tip);
      if (!empty && use != null) {
        boolean limited = use.memoryLimitBytes() > 0;
        text.setText(Sizes.memory(use.memoryBytes()));
        meter.show(limited ? (double) use.memoryBytes() / use.memoryLimitBytes() : 0);
        tip.setText(limited ? "Limit " + Sizes.memory(use.memoryLimitBytes()) : "No limit");
      }
    }
  }

  /** Published ports; a press opens one in the browser. */
  static final class Ports extends TableCell<ServiceRow, ServiceStatus> {
    private final Consumer<String> open;
    private final HBox face = new HBox(8);

    Ports(Consumer<String> open) {
      this.open = open;
      face.setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(ServiceStatus service, boolean empty) {
      super.updateItem(service, empty);
      boolean down = empty || service == null || service.containerId() == null;
      List<URI> ports = down ? List.of() : addresses(service);
      face.getChildren().setAll(ports.stream().limit(2).map(this::link).toList());
      if (ports.size() > 2) {
        Label more = new Label("+" + (ports.size() - 2));
        more.getStyleClass().add(Style.QUIET);
        face.getChildren().add(more);
      }
      setGraphic(ports.isEmpty() ? null : face);
    }

    /** The page, where there is one, else the ports that the service publishes itself. */
    private static List<URI> addresses(ServiceStatus service) {
      if (!service.webUrl().isEmpty()) {
        return List.of(URI.create(service.webUrl()));
      }
      return service.ports().stream()
          .filter(port -> port.hostPort() > 0)
          .map(port -> URI.create("http://127.0.0.1:" + port.hostPort() + "/"))
          .distinct()
          .toList();
    }

    private Hyperlink link(URI address) {
      Hyperlink link = new Hyperlink(String.valueOf(address.getPort()));
      link.setOnAction(event -> open.accept(address.toString()));
      link.setAccessibleText("Open port " + address.getPort());
      link.setTooltip(new Tooltip("Opens " + address));
      return link;
    }
  }

  /** How often the engine restarted it; a warning above none. */
  static final class Restarts extends TableCell<ServiceRow, ServiceStatus> {
    Restarts() {
      getStyleClass().add("number");
    }

    @Override
    protected void updateItem(ServiceStatus service, boolean empty) {
      super.updateItem(service, empty);
      boolean blank = empty || service == null || service.containerId() == null;
      setText(blank ? null : String.valueOf(service.restarts()));
      getStyleClass().remove("restarted");
      if (!blank && service.restarts() > 0) {
        getStyleClass().add("restarted");
      }
    }
  }
}
