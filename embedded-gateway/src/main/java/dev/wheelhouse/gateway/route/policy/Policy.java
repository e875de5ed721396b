// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.List;

/**
 * Orders the targets of a pool: the first is asked, the others follow when it fails. It keeps
 * nothing of a choice, so that a choice can also be only explained. Safe from any thread.
 */
public interface Policy {
  /** The candidates in the order in which they are to be asked; never fewer, never more. */
  List<Candidate> order(List<Candidate> usable, Turn turn);

  /** Why the first one is the first, in a few words. */
  String why();

  /**
   * How high this policy values a candidate, compared to others; for people. One that is never
   * compared is worth 1.
   */
  default double score(Candidate candidate) {
    return 1;
  }

  /** The share of requests that each candidate gets first, in the order given; together 1. */
  default double[] shares(List<Candidate> usable) {
    double[] shares = new double[usable.size()];
    if (!usable.isEmpty()) {
      Candidate first = order(usable, new Turn(0, () -> 0, 0)).getFirst();
      shares[usable.indexOf(first)] = 1;
    }
    return shares;
  }
}
