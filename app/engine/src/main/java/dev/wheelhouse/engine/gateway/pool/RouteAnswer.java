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
 */
public record RouteAnswer(
    String model, String policy, String why, List<TargetNow> order, List<TargetNow> passedOver) {
  public RouteAnswer {
    order = List.copyOf(order);
    passedOver = List.copyOf(passedOver);
  }
}
