// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import dev.wheelhouse.gateway.route.health.Averages;
import java.util.List;

/**
 * Dynamic weights: drawn at random, each usable target with a chance in proportion to accuracy ×
 * availability ÷ latency × its own weight, all three averages of its last ten attempts; but with
 * none below 5 %, so that a bad one is tried again and can recover. When the drawn one fails, the
 * others follow by the size of their shares.
 */
final class DynamicWeight implements Policy {
  private static final double FLOOR = 0.05;
  private static final double SHORTEST_SECONDS = 1e-6;

  @Override
  public List<Candidate> order(List<Candidate> usable, Turn turn) {
    return Orders.drawn(usable, shares(usable), turn.chance().getAsDouble());
  }

  @Override
  public double score(Candidate candidate) {
    return composite(candidate.averages()) * candidate.target().weight();
  }

  /** Accuracy × availability ÷ latency. */
  static double composite(Averages averages) {
    return averages.accuracy()
        * averages.availability()
        / Math.max(averages.latency(), SHORTEST_SECONDS);
  }

  @Override
  public double[] shares(List<Candidate> usable) {
    return Orders.shares(usable.stream().mapToDouble(this::score).toArray(), FLOOR);
  }

  @Override
  public String why() {
    return "drawn by dynamic weight";
  }
}
