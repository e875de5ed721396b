// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.Comparator;
import java.util.List;

/**
 * Least latency: the usable target whose last ten answers began soonest on average. A target that
 * was never asked goes first, and each twentieth request measures another one again.
 */
final class LeastLatency implements Policy {
  @Override
  public List<Candidate> order(List<Candidate> usable, Turn turn) {
    return Exploration.of(best(usable), turn);
  }

  @Override
  public double score(Candidate candidate) {
    return 1 / Math.max(candidate.averages().latency(), 1e-6);
  }

  @Override
  public double[] shares(List<Candidate> usable) {
    return usable.isEmpty() ? new double[0] : Exploration.shares(usable, best(usable).getFirst());
  }

  private static List<Candidate> best(List<Candidate> usable) {
    return Orders.sorted(usable, Comparator.comparingDouble(c -> c.averages().latency()));
  }

  @Override
  public String why() {
    return "lowest latency";
  }
}
