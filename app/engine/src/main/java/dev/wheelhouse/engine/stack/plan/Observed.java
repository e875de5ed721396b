// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.plan;

import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What runs of a stack, as list and inspect tell. Containers are known by their labels, never by
 * their names.
 *
 * @param copies the containers of each service by their numbers, by the service's name; no service
 *     is without any
 */
public record Observed(Map<String, NavigableMap<Integer, ContainerDetail>> copies) {
  public Observed {
    Map<String, NavigableMap<Integer, ContainerDetail>> own = new LinkedHashMap<>();
    copies.forEach((service, all) ->
        own.put(service, Collections.unmodifiableNavigableMap(new TreeMap<>(all))));
    own.values().removeIf(Map::isEmpty);
    copies = Collections.unmodifiableMap(own);
  }

  /** Nothing. */
  public static Observed nothing() {
    return new Observed(Map.of());
  }

  /** Asks the engine now. */
  public static Observed of(Docker docker, StackId id) {
    Map<String, NavigableMap<Integer, ContainerDetail>> result = new LinkedHashMap<>();
    List<ContainerSummary> rows = docker.containers(Labels.ofProject(id.value()));
    for (ContainerSummary row : rows) {
      String service = row.labels().getOrDefault(Labels.SERVICE, "");
      boolean oneOff = row.labels().getOrDefault(Labels.ONE_OFF, "False").equals("True");
      if (!service.isEmpty() && !oneOff) {
        NavigableMap<Integer, ContainerDetail> all =
            result.computeIfAbsent(service, fresh -> new TreeMap<>());
        int number = freeFrom(number(row.labels()), all);
        inspect(docker, row.id()).ifPresent(detail -> all.put(number, detail));
      }
    }
    return new Observed(result);
  }

  /** Two containers of one number would hide each other. */
  private static int freeFrom(int number, Map<Integer, ContainerDetail> taken) {
    int free = number;
    while (taken.containsKey(free)) {
      free++;
    }
    return free;
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

  /** The same after that container was looked at. */
  public Observed with(String service, ContainerDetail container) {
    Map<String, NavigableMap<Integer, ContainerDetail>> changed = new LinkedHashMap<>(copies);
    NavigableMap<Integer, ContainerDetail> all = new TreeMap<>(copies(service));
    all.values().removeIf(other -> other.id().equals(container.id()));
    all.put(number(container.labels()), container);
    changed.put(service, all);
    return new Observed(changed);
  }

  /** The first container of each service. */
  public Map<String, ContainerDetail> containers() {
    Map<String, ContainerDetail> result = new LinkedHashMap<>();
    copies.forEach((service, all) -> result.put(service, all.firstEntry().getValue()));
    return result;
  }

  /** The first container of the service. */
  public Optional<ContainerDetail> container(String service) {
    return copies(service).values().stream().findFirst();
  }

  /** The service's containers by their numbers. */
  public NavigableMap<Integer, ContainerDetail> copies(String service) {
    return copies.getOrDefault(service, Collections.emptyNavigableMap());
  }

  private static int number(Map<String, String> labels) {
    String text = labels.getOrDefault(Labels.NUMBER, "1");
    try {
      return Math.max(1, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
