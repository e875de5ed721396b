// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import dev.wheelhouse.gateway.route.health.Averages;
import dev.wheelhouse.gateway.route.health.TargetHealth;
import dev.wheelhouse.gateway.route.pool.Target;

/**
 * A target that could be asked.
 *
 * @param local whether it computes on this machine
 */
public record Candidate(Target target, TargetHealth health, boolean local) {
  /** Its averages now. */
  Averages averages() {
    return health.averages();
  }
}
