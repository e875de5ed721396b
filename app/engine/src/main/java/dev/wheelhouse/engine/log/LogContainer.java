// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.stack.StackId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A container whose log is wanted. */
record LogContainer(String id, String service, boolean running) {
  // Compose's labels (compose-spec and docker/compose, pkg/api/labels.go)
  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";
  private static final String ONE_OFF = "com.docker.compose.oneoff";

  /**
   * Containers of the stack, running or not, without those of {@code compose run}.
   *
   * @param services empty for all
   */
  static List<LogContainer> of(Docker docker, StackId stack, Set<String> services) {
    return docker.containers(Map.of(PROJECT, stack.value())).stream()
        .filter(row -> !"true".equalsIgnoreCase(row.labels().get(ONE_OFF)))
        .map(LogContainer::of)
        .filter(container -> services.isEmpty() || services.contains(container.service()))
        .toList();
  }

  private static LogContainer of(ContainerSummary row) {
    return new LogContainer(
        row.id(), row.labels().getOrDefault(SERVICE, row.name()), row.running());
  }
}
