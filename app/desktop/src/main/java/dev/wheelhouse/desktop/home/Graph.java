// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.States;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.problem.StackProblem.DependencyFailed;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.text.Sizes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The services and what waits for what, laid out in columns: a service stands right of all it
 * needs.
 */
record Graph(List<Node> nodes, List<Edge> edges, int columns, int rows) {

  /**
   * One service.
   *
   * @param detail a short line: the state's word, or how far it is
   */
  record Node(String service, String title, Tone tone, String word, String detail, Cell cell) {}

  /** Where a node stands. */
  record Cell(int column, int row) {}

  /**
   * One dependency.
   *
   * @param from what is needed
   * @param to who needs it
   */
  record Edge(String from, String to, Kind kind) {}

  /** What an edge says. */
  enum Kind {
    /** Nothing moves. */
    IDLE,
    /** The right one waits for the left one. */
    WAITING,
    /** The left one is healthy, so the right one may run. */
    MET,
    /** The left one failed, so the right one cannot start. */
    BROKEN
  }

  Graph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * @param pulls how far image pulls are, by service
   * @param memory what each service uses, in bytes, as far as it is known
   */
  static Graph of(Stack stack, Map<String, Pull> pulls, Map<String, Long> memory) {
    Map<String, ServiceStatus> services = new LinkedHashMap<>();
    stack.services().forEach(service -> services.put(service.name(), service));
    Map<String, Cell> cells = place(services);
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (ServiceStatus service : services.values()) {
      nodes.add(
          new Node(
              service.name(),
              service.title(),
              States.tone(service),
              States.word(service),
              detail(service, services, pulls.get(service.name()), memory.get(service.name())),
              cells.getOrDefault(service.name(), new Cell(0, 0))));
      for (String needed : service.dependsOn()) {
        ServiceStatus from = services.get(needed);
        if (from != null) {
          edges.add(new Edge(needed, service.name(), kind(from, service)));
        }
      }
    }
    int columns = cells.values().stream().mapToInt(Cell::column).max().orElse(-1) + 1;
    int rows = cells.values().stream().mapToInt(Cell::row).max().orElse(-1) + 1;
    return new Graph(nodes, edges, columns, rows);
  }

  private static String detail(
      ServiceStatus service,
      Map<String, ServiceStatus> services,
      @Nullable Pull pull,
      @Nullable Long memory) {
    if (service.state() == ServiceState.PULLING && pull != null && pull.total() > 0) {
      return "Pulling " + Amounts.percent((double) pull.current() / pull.total());
    }
    if (service.problem() instanceof DependencyFailed failed) {
      return "Needs " + title(failed.dependency(), services);
    }
    if (service.state() == ServiceState.WAITING && !service.waitingFor().isEmpty()) {
      return "Waits for "
          + service.waitingFor().stream()
              .map(name -> title(name, services))
              .collect(Collectors.joining(", "));
    }
    String word = States.word(service);
    return memory == null || service.state() != ServiceState.RUNNING
        ? word
        : word + " · " + Sizes.memory(memory);
  }

  private static String title(String name, Map<String, ServiceStatus> services) {
    ServiceStatus service = services.get(name);
    return service == null ? name : service.title();
  }

  private static Kind kind(ServiceStatus from, ServiceStatus to) {
    if (from.state() == ServiceState.FAILED) {
      return Kind.BROKEN;
    }
    if (to.waitingFor().contains(from.name())) {
      return Kind.WAITING;
    }
    return from.state() == ServiceState.RUNNING ? Kind.MET : Kind.IDLE;
  }

  /** Column: the longest way from a service that needs nothing. Row: beside what it needs. */
  private static Map<String, Cell> place(Map<String, ServiceStatus> services) {
    Map<String, Integer> columns = new HashMap<>();
    services.keySet().forEach(name -> column(name, services, columns, new HashSet<>()));
    Map<String, Cell> cells = new LinkedHashMap<>();
    Set<Cell> taken = new HashSet<>();
    int last = columns.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    for (int column = 0; column <= last; column++) {
      for (ServiceStatus service : services.values()) {
        if (columns.getOrDefault(service.name(), 0) == column) {
          int wanted =
              service.dependsOn().stream()
                  .map(cells::get)
                  .filter(Objects::nonNull)
                  .mapToInt(Cell::row)
                  .findFirst()
                  .orElse(0);
          Cell cell = new Cell(column, wanted);
          while (!taken.add(cell)) {
            cell = new Cell(column, cell.row() + 1);
          }
          cells.put(service.name(), cell);
        }
      }
    }
    return cells;
  }

  private static int column(
      String name,
      Map<String, ServiceStatus> services,
      Map<String, Integer> known,
      Set<String> onTheWay) {
    Integer column = known.get(name);
    if (column != null) {
      return column;
    }
    ServiceStatus service = services.get(name);
    if (service == null || !onTheWay.add(name)) {
      return -1;
    }
    int deepest = -1;
    for (String needed : service.dependsOn()) {
      deepest = Math.max(deepest, column(needed, services, known, onTheWay));
    }
    onTheWay.remove(name);
    known.put(name, deepest + 1);
    return deepest + 1;
  }
}
