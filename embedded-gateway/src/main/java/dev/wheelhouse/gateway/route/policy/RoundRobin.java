// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.List;

/**
 * Round robin: each usable target in its turn, so that of n targets each gets one of n requests.
 */
final class RoundRobin implements Policy {
  @Override
  public List<Candidate> order(List<Candidate> usable, Turn turn) {
    return Orders.rotated(usable, turn.number());
  }

  @Override
  public double[] shares(List<Candidate> usable) {
    return Orders.equal(usable.size());
  }

  @Override
  public String why() {
    return "its turn";
  }
}
