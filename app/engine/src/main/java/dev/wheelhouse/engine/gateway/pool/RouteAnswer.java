// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.pool;

import java.util.List;

/**
 * Where a request for a model would go now.
 *
 * @param policy of the pool; empty when the model is no pool
 * @param why the first target is the first, or why there is none
 * @param order those that would be asked, one after the other
 * @param passedOver those that would not
 * @param larger what is asked when the conversation is too long, in this order
 */
public record RouteAnswer(
    String model,
    String policy,
    String why,
    List<TargetNow> order,
    List<TargetNow> passedOver,
    List<Larger> larger) {
  public RouteAnswer {
    order = List.copyOf(order);
    passedOver = List.copyOf(passedOver);
    larger = List.copyOf(larger);
  }

  /** One without models for longer conversations. */
  public RouteAnswer(
      String model, String policy, String why, List<TargetNow> order, List<TargetNow> passedOver) {
    this(model, policy, why, order, passedOver, List.of());
  }

  /**
   * A model for conversations that are too long.
   *
   * @param name as it is set
   * @param refusal why it is not asked; empty when it is
   */
  public record Larger(String name, String refusal) {}
}
