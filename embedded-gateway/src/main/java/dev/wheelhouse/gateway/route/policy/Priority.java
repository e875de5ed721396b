// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.List;

/** Priority: the first target of the list that is usable; the others follow as they are listed. */
final class Priority implements Policy {
  @Override
  public List<Candidate> order(List<Candidate> usable, Turn turn) {
    return usable;
  }

  @Override
  public String why() {
    return "first in the list";
  }
}
