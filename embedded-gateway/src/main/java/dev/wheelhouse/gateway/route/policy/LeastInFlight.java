// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.Comparator;
import java.util.List;

/**
 * Least in flight: the usable target with the fewest requests under way for its weight; of equal
 * ones the one that was not asked for longest.
 */
final class LeastInFlight implements Policy {
  @Override
  public List<Candidate> order(List<Candidate> usable, Turn turn) {
    // merely taking turns would give what a busy one misses to its neighbour alone
    return Orders.sorted(
        usable,
        Comparator.comparingDouble(this::load).thenComparingLong(c -> c.health().lastAttempt()));
  }

  @Override
  public double score(Candidate candidate) {
    return 1 / (1 + load(candidate));
  }

  private double load(Candidate candidate) {
    return candidate.health().inFlight() / candidate.target().weight();
  }

  @Override
  public String why() {
    return "fewest requests under way";
  }
}
