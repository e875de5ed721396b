// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposePort;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.platform.Ports;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks whether host ports are free before a container wants them, and who holds them if not. */
final class PortCheck {
  private static final Pattern CLASH =
      Pattern.compile(
          "(?:Bind for \\S*?:(\\d+) failed: port is already allocated"
              + "|listen \\w+ \\S*?:(\\d+): bind: address already in use)");

  /** The states in which a container holds no ports. */
  private static final Set<String> IDLE = Set.of("created", "exited", "dead");

  private static final List<String> ENGINE_HELPERS =
      List.of("docker-proxy", "com.docker.backend", "rootlesskit", "rootlessport", "gvproxy");

  private final ComposeProject project;
  private final Docker docker;
  private final Ports ports = new Ports();

  PortCheck(ComposeProject project, Docker docker) {
    this.project = project;
    this.docker = docker;
  }

  /**
   * Checks every port that the service publishes from its container of that number.
   *
   * @param released these become free in time
   * @throws ProblemException {@code PortTaken} with the holder
   */
  void check(ComposeService service, int number, Set<Integer> released) {
    for (ComposePort port : service.ports()) {
      int wanted = port.hostPort(number);
      boolean canLook = wanted != 0 && port.protocol().equals("tcp") && !released.contains(wanted);
      if (canLook && !ports.free(wanted)) {
        throw taken(service, wanted, port.variable());
      }
    }
  }

  /** The host's ports that a container holds now. */
  static Stream<Integer> held(ContainerDetail container) {
    return IDLE.contains(container.state())
        ? Stream.empty()
        : container.ports().stream().map(PortBinding::hostPort).filter(port -> port != 0);
  }

  /** Names the holder when the engine refused a start because of a port. */
  ProblemException explain(ComposeService service, ProblemException failure) {
    Problem problem = failure.problem();
    if (problem instanceof EngineProblem.EngineRefused refused) {
      Matcher matcher = CLASH.matcher(refused.message());
      if (matcher.find()) {
        String text = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        int port = Integer.parseInt(text);
        return taken(service, port, variable(service, port));
      }
    }
    return failure;
  }

  private static String variable(ComposeService service, int hostPort) {
    return service.ports().stream()
        .filter(port -> port.hostPort() <= hostPort && hostPort <= port.lastPort())
        .map(ComposePort::variable)
        .findFirst()
        .orElse("");
  }

  private ProblemException taken(ComposeService service, int port, String variable) {
    String owner =
        container(port)
            .or(() -> ports.holder(port).map(PortCheck::explained))
            .orElse("a program that this user may not see");
    Path file = variable.isEmpty() ? project.file() : project.folder().resolve(".env");
    return new ProblemException(
        new StackProblem.PortTaken(service.name(), port, owner, variable, file.toString()));
  }

  /** What an engine's helper publishes and this engine does not know belongs to another engine. */
  static String explained(String holder) {
    return ENGINE_HELPERS.stream().anyMatch(holder::startsWith)
        ? "a container of another engine, held by " + holder
        : holder;
  }

  /** The engine's own proxy holds the port of a container, so containers are asked first. */
  private Optional<String> container(int port) {
    for (ContainerSummary row : docker.containers(Map.of())) {
      for (PortBinding binding : row.ports()) {
        if (row.running() && binding.hostPort() == port) {
          return Optional.of("container " + row.name());
        }
      }
    }
    return Optional.empty();
  }
}
