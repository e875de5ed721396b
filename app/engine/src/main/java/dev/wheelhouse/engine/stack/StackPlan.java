// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

import java.util.List;

/**
 * What a start will do, and what it costs.
 *
 * @param memoryLimitBytes sum of the services' memory limits
 */
public record StackPlan(
    StackId stack,
    List<ServicePlan> services,
    List<String> imagesToPull,
    List<String> newVolumes,
    List<String> newNetworks,
    List<String> newSecrets,
    List<String> hostPorts,
    long memoryLimitBytes) {

  /** What happens to one service. */
  public record ServicePlan(String service, Action action, String reason) {}

  /** The verbs of a plan. */
  public enum Action {
    CREATE,
    RECREATE,
    START,
    KEEP
  }
}
