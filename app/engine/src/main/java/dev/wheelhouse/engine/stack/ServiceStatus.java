// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service at one moment.
 *
 * @param kind what it is, from {@code x-wheelhouse.kind}: postgres, redis, chroma, ollama …; empty
 *     when unknown
 * @param containerId null without a container
 * @param startedAt null unless it runs
 * @param waitingFor the dependencies that a start waits for now
 * @param detail a short line for humans, such as "pulling 84 of 118 MB" or "healthy after 2.1 s"
 * @param problem null when all is well
 * @param webUrl where a browser opens it; empty when it has no page
 */
public record ServiceStatus(
    String name,
    String title,
    String kind,
    String image,
    ServiceState state,
    boolean hasHealthCheck,
    @Nullable String containerId,
    @Nullable Instant startedAt,
    int restarts,
    List<PortBinding> ports,
    List<String> dependsOn,
    List<String> waitingFor,
    String detail,
    @Nullable Problem problem,
    String webUrl) {
  public ServiceStatus {
    ports = List.copyOf(ports);
    dependsOn = List.copyOf(dependsOn);
    waitingFor = List.copyOf(waitingFor);
  }
}
