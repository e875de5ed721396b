// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stack at one moment: an immutable snapshot.
 *
 * @param services in start order
 * @param since when the oldest running container started; null when none runs
 */
public record Stack(
    StackId id,
    String title,
    String description,
    StackState state,
    List<ServiceStatus> services,
    @Nullable Instant since) {
  public Stack {
    services = List.copyOf(services);
  }

  public Optional<ServiceStatus> service(String name) {
    return services.stream().filter(service -> service.name().equals(name)).findFirst();
  }

  /** How many services run and are healthy. */
  public int healthy() {
    return (int)
        services.stream().filter(service -> service.state() == ServiceState.RUNNING).count();
  }
}
