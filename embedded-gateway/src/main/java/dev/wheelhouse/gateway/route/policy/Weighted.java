// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.List;

/** Weighted: drawn at random, each usable target with a chance in proportion to its weight. */
final class Weighted implements Policy {
  @Override
  public List<Candidate> order(List<Candidate> usable, Turn turn) {
    return Orders.drawn(usable, shares(usable), turn.chance().getAsDouble());
  }

  @Override
  public double score(Candidate candidate) {
    return candidate.target().weight();
  }

  @Override
  public double[] shares(List<Candidate> usable) {
    return Orders.shares(usable.stream().mapToDouble(this::score).toArray(), 0);
  }

  @Override
  public String why() {
    return "drawn by weight";
  }
}
