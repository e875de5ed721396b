// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.Comparator;
import java.util.List;

/**
 * Highest success: the usable target that gave the most whole answers in its last ten attempts; of
 * equal ones the quicker. A target that was never asked goes first, and each twentieth request
 * tries another one again.
 */
final class HighestSuccess implements Policy {
  @Override
  public List<Candidate> order(List<Candidate> usable, Turn turn) {
    return Exploration.of(best(usable), turn);
  }

  @Override
  public double score(Candidate candidate) {
    return candidate.averages().accuracy();
  }

  @Override
  public double[] shares(List<Candidate> usable) {
    return usable.isEmpty() ? new double[0] : Exploration.shares(usable, best(usable).getFirst());
  }

  private static List<Candidate> best(List<Candidate> usable) {
    return Orders.sorted(
        usable,
        Comparator.comparingDouble((Candidate c) -> -c.averages().accuracy())
            .thenComparingDouble(c -> c.averages().latency()));
  }

  @Override
  public String why() {
    return "most successful";
  }
}
