// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Random: each usable target with the same chance, and the rest in random order too. */
final class RandomOrder implements Policy {
  @Override
  public List<Candidate> order(List<Candidate> usable, Turn turn) {
    List<Candidate> shuffled = new ArrayList<>(usable);
    for (int last = shuffled.size() - 1; last > 0; last--) {
      Collections.swap(shuffled, last, (int) (turn.chance().getAsDouble() * (last + 1)));
    }
    return shuffled;
  }

  @Override
  public double[] shares(List<Candidate> usable) {
    return Orders.equal(usable.size());
  }

  @Override
  public String why() {
    return "drawn at random";
  }
}
