// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.Comparator;
import java.util.List;

/**
 * Spillover: the first usable target of the list with fewer than N requests under way; when all
 * have as many, the one with the fewest.
 *
 * @param limit N
 */
record Spillover(int limit) implements Policy {
  @Override
  public List<Candidate> order(List<Candidate> usable, Turn turn) {
    return Orders.sorted(
        usable,
        Comparator.comparingInt(c -> c.health().inFlight() < limit ? -1 : c.health().inFlight()));
  }

  @Override
  public double score(Candidate candidate) {
    return Math.max(0, limit - candidate.health().inFlight());
  }

  @Override
  public String why() {
    return "first with room";
  }
}
