// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.util.List;
import java.util.Map;

/**
 * One row of the container list.
 *
 * @param state created, running, restarting, exited, paused, dead
 * @param status the engine's text, such as "Up 2 hours (healthy)"
 */
public record ContainerSummary(
    String id,
    String name,
    String image,
    String state,
    String status,
    Map<String, String> labels,
    List<PortBinding> ports) {
  public ContainerSummary {
    labels = Map.copyOf(labels);
    ports = List.copyOf(ports);
  }

  public boolean running() {
    return state.equals("running");
  }
}
