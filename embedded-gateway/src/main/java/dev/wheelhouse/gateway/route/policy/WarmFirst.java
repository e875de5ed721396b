// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.Comparator;
import java.util.List;

/**
 * Warm first: the first usable target of the list whose model is in the memory of its Ollama now;
 * if none is, the first of the list. A model in a cloud is never loaded on demand, so it does not
 * count as loaded: else a local one would never be loaded at all.
 */
final class WarmFirst implements Policy {
  @Override
  public List<Candidate> order(List<Candidate> usable, Turn turn) {
    return Orders.sorted(usable, Comparator.comparing(c -> !c.health().loaded()));
  }

  @Override
  public double score(Candidate candidate) {
    return candidate.health().loaded() ? 1 : 0;
  }

  @Override
  public String why() {
    return "loaded already";
  }
}
