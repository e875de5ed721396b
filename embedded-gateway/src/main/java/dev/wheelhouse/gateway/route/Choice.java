// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.route.health.GateState;
import dev.wheelhouse.gateway.route.pool.Target;
import java.util.List;

/**
 * What a pool came to for one request.
 *
 * @param order the members to ask, one after the other
 * @param passedOver those that are not asked, in the order of the list
 * @param why the first one is the first
 * @param lastResort whether all are broken, and the first is asked all the same
 */
record Choice(List<Member> order, List<PassedOver> passedOver, String why, boolean lastResort) {
  /** Why a target is not asked. */
  enum Obstacle {
    MISSING,
    RULE,
    BROKEN,
    RATE_LIMITED,
    MISCONFIGURED
  }

  /**
   * A target that is not asked.
   *
   * @param reason in a few words
   * @param state the gate that is shut, or one that is open when it is no gate
   */
  record PassedOver(Target target, Obstacle obstacle, String reason, GateState state) {}
}
