// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.plan;

import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs of a stack, as list and inspect tell. Containers are known by their labels, never by
 * their names.
 *
 * @param containers the first container of each service, by the service's name
 */
public record Observed(Map<String, ContainerDetail> containers) {
  private static final Comparator<ContainerSummary> BY_NUMBER =
      Comparator.comparingInt(row -> number(row.labels().getOrDefault(Labels.NUMBER, "1")));

  public Observed {
    containers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(containers));
  }

  /** Nothing. */
  public static Observed nothing() {
    return new Observed(Map.of());
  }

  /** Asks the engine now. */
  public static Observed of(Docker docker, StackId id) {
    Map<String, ContainerDetail> result = new LinkedHashMap<>();
    List<ContainerSummary> rows = docker.containers(Labels.ofProject(id.value()));
    for (ContainerSummary row : rows.stream().sorted(BY_NUMBER).toList()) {
      String service = row.labels().getOrDefault(Labels.SERVICE, "");
      boolean oneOff = row.labels().getOrDefault(Labels.ONE_OFF, "False").equals("True");
      if (!service.isEmpty() && !oneOff && !result.containsKey(service)) {
        inspect(docker, row.id()).ifPresent(detail -> result.put(service, detail));
      }
    }
    return new Observed(result);
  }

  /** The container may go between list and inspect. */
  public static Optional<ContainerDetail> inspect(Docker docker, String id) {
    try {
      return Optional.of(docker.inspect(id));
    } catch (ProblemException e) {
      if (e.problem() instanceof EngineProblem.NotFound) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public Optional<ContainerDetail> container(String service) {
    return Optional.ofNullable(containers.get(service));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }
}
