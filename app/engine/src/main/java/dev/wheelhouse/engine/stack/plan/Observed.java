// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.plan;

import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
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
  private static final Comparator<ContainerDetail> FIRST =
      Comparator.comparing((ContainerDetail container) -> !container.running())
          .thenComparing(
              ContainerDetail::createdAt, Comparator.nullsLast(Comparator.naturalOrder()));

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
    Map<String, List<ContainerDetail>> found = new LinkedHashMap<>();
    List<ContainerSummary> rows = docker.containers(Labels.ofProject(id.value()));
    for (ContainerSummary row : rows) {
      String service = row.labels().getOrDefault(Labels.SERVICE, "");
      boolean oneOff = row.labels().getOrDefault(Labels.ONE_OFF, "False").equals("True");
      if (!service.isEmpty() && !oneOff) {
        List<ContainerDetail> all = found.computeIfAbsent(service, fresh -> new ArrayList<>());
        inspect(docker, row.id()).ifPresent(all::add);
      }
    }
    Map<String, NavigableMap<Integer, ContainerDetail>> result = new LinkedHashMap<>();
    found.forEach((service, all) -> result.put(service, numbered(all)));
    return new Observed(result);
  }

  /**
   * Two containers of one number, as a replacement leaves that was broken off, would hide each
   * other. The one that runs has the number, or else the oldest; others come after the last.
   */
  private static NavigableMap<Integer, ContainerDetail> numbered(List<ContainerDetail> all) {
    NavigableMap<Integer, ContainerDetail> result = new TreeMap<>();
    List<ContainerDetail> others = new ArrayList<>();
    for (ContainerDetail container : all.stream().sorted(FIRST).toList()) {
      if (result.putIfAbsent(number(container.labels()), container) != null) {
        others.add(container);
      }
    }
    others.forEach(container -> result.put(result.lastKey() + 1, container));
    return result;
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
    all.entrySet().stream()
        .filter(entry -> entry.getValue().id().equals(container.id()))
        .findFirst()
        .ifPresentOrElse(
            entry -> entry.setValue(container),
            () -> all.put(number(container.labels()), container));
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

  /**
   * The same where so many are wanted: one beyond them, at first one that runs, takes the place of
   * one that is missing.
   */
  public NavigableMap<Integer, ContainerDetail> copies(String service, int wanted) {
    NavigableMap<Integer, ContainerDetail> result = new TreeMap<>(copies(service));
    Iterator<Integer> spare =
        result.tailMap(wanted, false).entrySet().stream()
            .sorted(Comparator.comparing(entry -> !entry.getValue().running()))
            .map(Map.Entry::getKey)
            .toList()
            .iterator();
    for (int number = 1; number <= wanted && spare.hasNext(); number++) {
      if (!result.containsKey(number)) {
        result.put(number, Objects.requireNonNull(result.remove(spare.next())));
      }
    }
    return result;
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
