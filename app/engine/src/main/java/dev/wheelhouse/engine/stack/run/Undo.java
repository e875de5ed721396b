// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers what a start did, and takes it back when the user cancels it. Thread-safe. */
final class Undo {
  private static final Logger log = LoggerFactory.getLogger(Undo.class);

  private final Map<String, String> created = new LinkedHashMap<>();
  private final Map<String, Runnable> replaced = new LinkedHashMap<>();
  private final Map<String, String> started = new LinkedHashMap<>();
  private final Set<String> networks = new LinkedHashSet<>();

  synchronized void created(String service, String container) {
    created.put(container, service);
  }

  synchronized void started(String service, String container) {
    started.put(container, service);
  }

  /** A running container gives way to a new one; {@code restore} makes that the service runs. */
  synchronized void replaced(String name, Runnable restore) {
    replaced.put(name, restore);
  }

  /** Whether the container of that name is a new one in the place of another. */
  synchronized boolean isReplaced(String name) {
    return replaced.containsKey(name);
  }

  synchronized void network(String name) {
    networks.add(name);
  }

  /**
   * Ends the containers, the last first; removes those that were created, and new networks. What
   * ran before the start runs after it too.
   */
  synchronized void run(Docker docker, ComposeProject project) {
    for (Map.Entry<String, String> entry : created.entrySet().stream().toList().reversed()) {
      quietly(() -> {
        docker.stop(entry.getKey(), grace(project, entry.getValue()));
        docker.remove(entry.getKey(), true);
      });
    }
    for (Map.Entry<String, String> entry : started.entrySet().stream().toList().reversed()) {
      quietly(() -> docker.stop(entry.getKey(), grace(project, entry.getValue())));
    }
    replaced.values().forEach(Undo::quietly);
    networks.forEach(network -> quietly(() -> docker.removeNetwork(network)));
  }

  private static Duration grace(ComposeProject project, String service) {
    return project
        .service(service)
        .map(found -> found.program().stopGrace())
        .orElse(Duration.ofSeconds(10));
  }

  /** One thing that cannot be undone must not keep the others. */
  private static void quietly(Runnable step) {
    try {
      step.run();
    } catch (ProblemException e) {
      log.warn("Could not be undone: {} {}", e.problem().cause(), e.problem().evidence());
    }
  }
}
