// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps a policy that goes by measurements from never measuring again: a target that was never
 * asked goes first, and each twentieth request (5 %) goes to the one that was not asked for
 * longest.
 */
final class Exploration {
  /** One request out of so many explores. */
  static final int EVERY = 20;

  private Exploration() {}

  /** The order that was found, or the one that explores. */
  static List<Candidate> of(List<Candidate> order, Turn turn) {
    if (order.size() < 2) {
      return order;
    }
    Candidate chosen = null;
    for (Candidate each : order) {
      // one that is being asked for the first time is waited for
      if (each.averages().samples() == 0 && each.health().inFlight() == 0) {
        chosen = each;
        break;
      }
    }
    if (chosen == null && Math.floorMod(turn.number(), EVERY) == EVERY - 1) {
      chosen =
          order.stream()
              .skip(1)
              .min(Comparator.comparingLong(each -> each.health().lastAttempt()))
              .orElseThrow();
    }
    if (chosen == null) {
      return order;
    }
    List<Candidate> explored = new ArrayList<>(order);
    explored.remove(chosen);
    explored.addFirst(chosen);
    return explored;
  }

  /** The shares that come of it: the first one keeps what the others do not need. */
  static double[] shares(List<Candidate> usable, Candidate first) {
    double[] shares = new double[usable.size()];
    double each = usable.size() < 2 ? 0 : 1.0 / EVERY / (usable.size() - 1);
    for (int i = 0; i < shares.length; i++) {
      shares[i] = usable.get(i).equals(first) ? 1 - each * (shares.length - 1) : each;
    }
    return shares;
  }
}
