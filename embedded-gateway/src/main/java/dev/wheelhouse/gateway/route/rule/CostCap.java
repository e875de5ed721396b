// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.rule;

import dev.wheelhouse.gateway.route.policy.Candidate;

/**
 * Cost cap: a target is never asked when a million tokens read and a million written together cost
 * more there than this.
 */
record CostCap(double most) implements Rule {
  @Override
  public boolean allows(Candidate candidate) {
    return candidate.target().price().sum() <= most;
  }

  @Override
  public String refusal() {
    return "over the cost cap";
  }
}
