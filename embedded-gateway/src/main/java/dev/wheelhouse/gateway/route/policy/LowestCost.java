// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.Comparator;
import java.util.List;

/**
 * Lowest cost: the usable target whose tokens cost least, a million read and a million written
 * taken together; of equal ones the first in the list. Prices are the ones that are set, not
 * measured: an average would depend on which questions happened to go where.
 */
final class LowestCost implements Policy {
  @Override
  public List<Candidate> order(List<Candidate> usable, Turn turn) {
    return Orders.sorted(usable, Comparator.comparingDouble(c -> c.target().price().sum()));
  }

  @Override
  public double score(Candidate candidate) {
    return 1 / (1 + candidate.target().price().sum());
  }

  @Override
  public String why() {
    return "lowest price";
  }
}
