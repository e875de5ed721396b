// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.status;

import dev.wheelhouse.desktop.action.RemedyButtons;
import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.FactList;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.format.States;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.ServiceStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Everything about one service, for the inspector. */
final class ServiceDetails extends VBox {
  private final ServiceActions actions;

  ServiceDetails(ServiceStatus service, ServiceActions actions) {
    super(16);
    this.actions = actions;
    getStyleClass().add("service-details");
    getChildren().add(new StateBadge(States.tone(service), States.word(service)));
    Problem problem = service.problem();
    if (problem != null) {
      getChildren()
          .add(
              new ProblemCard(
                  States.tone(service), problem, RemedyButtons.of(actions.remedies(problem))));
    }
    getChildren().addAll(buttons(service), facts(service));
    if (service.containerId() != null) {
      getChildren().addAll(Texts.heading("In a terminal"), command(actions.shellCommand(service)));
      getChildren().add(command(actions.logCommand(service)));
    }
  }

  private Node buttons(ServiceStatus service) {
    List<Node> buttons = new ArrayList<>();
    if (service.containerId() == null) {
      buttons.add(Buttons.plain(Feather.PLAY, "Start", () -> actions.start(service)));
    } else {
      buttons.add(Buttons.plain(Feather.ROTATE_CW, "Restart", () -> actions.restart(service)));
      buttons.add(Buttons.plain(Feather.SQUARE, "Stop", () -> actions.stop(service)));
    }
    buttons.add(Buttons.plain(Feather.ALIGN_LEFT, "Log", () -> actions.openLog(service)));
    if (!service.webUrl().isEmpty()) {
      buttons.add(
          Buttons.plain(Feather.EXTERNAL_LINK, "Open in browser", () -> actions.openWeb(service)));
    }
    FlowPane pane = new FlowPane(8, 8);
    pane.getChildren().setAll(buttons);
    return pane;
  }

  private static Node facts(ServiceStatus service) {
    FactList facts = new FactList();
    facts.add("Name", service.name());
    facts.add("Image", service.image());
    String container = service.containerId();
    if (container != null) {
      facts.add("Container", container.substring(0, Math.min(12, container.length())));
    }
    Instant started = service.startedAt();
    if (started != null) {
      facts.add("Started", Times.absolute(started, ZoneId.systemDefault()));
    }
    facts.add("Health", service.hasHealthCheck() ? "Checked by the engine" : "No health check");
    facts.add("Restarts", String.valueOf(service.restarts()));
    facts.add(
        "Ports",
        service.ports().isEmpty()
            ? "None to the outside"
            : String.join("\n", service.ports().stream().map(ServiceDetails::port).toList()));
    facts.add(
        "Needs",
        service.dependsOn().isEmpty() ? "Nothing" : String.join(", ", service.dependsOn()));
    return facts;
  }

  private static String port(PortBinding port) {
    return port.hostPort() > 0
        ? port.hostAddress() + ":" + port.hostPort() + " → " + port.containerPort()
        : port.containerPort() + " inside only";
  }

  private CodeLine command(String text) {
    return new CodeLine(text, actions::copy);
  }
}
