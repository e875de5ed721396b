// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.plan;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** In which order services start, and who needs whom. */
public final class ServiceOrder {
  private final ComposeProject project;

  public ServiceOrder(ComposeProject project) {
    this.project = project;
  }

  /** Every service after those it depends on; otherwise in the file's order. */
  public List<String> startOrder() {
    Set<String> order = new LinkedHashSet<>();
    project.services().keySet().forEach(name -> visit(name, order));
    return new ArrayList<>(order);
  }

  private void visit(String name, Set<String> order) {
    ComposeService service = project.services().get(name);
    if (service != null && !order.contains(name)) {
      service.dependsOn().keySet().forEach(dependency -> visit(dependency, order));
      order.add(name);
    }
  }

  /** These and all they depend on, in start order; empty for all. */
  public List<String> withDependencies(Set<String> names) {
    if (names.isEmpty()) {
      return startOrder();
    }
    Set<String> order = new LinkedHashSet<>();
    startOrder().stream().filter(names::contains).forEach(name -> visit(name, order));
    return new ArrayList<>(order);
  }

  /** Who among {@code candidates} depends on this service directly. */
  public Set<String> dependents(String service, Set<String> candidates) {
    Set<String> result = new LinkedHashSet<>();
    for (String candidate : candidates) {
      ComposeService other = project.services().get(candidate);
      if (other != null && other.dependsOn().containsKey(service)) {
        result.add(candidate);
      }
    }
    return result;
  }

  /** Whether another service waits until this one has ended well. */
  public boolean isJob(String service) {
    return project.services().values().stream()
        .map(other -> other.dependsOn().get(service))
        .anyMatch(dependency ->
            dependency != null && dependency.condition() == ComposeService.Condition.COMPLETED);
  }
}
