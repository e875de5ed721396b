// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.report;

import java.util.List;

/**
 * Where a request for a model would go now.
 *
 * @param policy of the pool; empty when the model is no pool
 * @param why the first target is the first, or why there is none
 * @param order the targets that would be asked, one after the other
 * @param passedOver those that would not, with their reasons
 * @param larger what is asked when the conversation is too long, in this order
 */
public record RouteExplanation(
    String model,
    String policy,
    String why,
    List<TargetStatus> order,
    List<TargetStatus> passedOver,
    List<Larger> larger) {

  /** Copies the lists. */
  public RouteExplanation {
    order = List.copyOf(order);
    passedOver = List.copyOf(passedOver);
    larger = List.copyOf(larger);
  }

  /**
   * A model that is set for conversations that are too long.
   *
   * @param name as it is set
   * @param refusal why it is not asked; empty when it is
   */
  public record Larger(String name, String refusal) {}
}
