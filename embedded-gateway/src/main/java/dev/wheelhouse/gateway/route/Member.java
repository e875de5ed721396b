// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.route.health.TargetHealth;
import dev.wheelhouse.gateway.route.policy.Candidate;
import java.time.Instant;

/**
 * A target of a pool that is there.
 *
 * @param entry where it leads
 */
record Member(Candidate candidate, Catalogue.Entry entry) {
  Upstream upstream() {
    return entry.upstream();
  }

  TargetHealth health() {
    return candidate.health();
  }

  String label() {
    return candidate.target().label();
  }

  /** Whether a request may be sent to it now. */
  boolean passable(Instant now) {
    return health().gate().state().passable(now) && upstream().passable(now);
  }

  /** Goes through both gates; false when one is shut. */
  boolean enter(Instant now) {
    if (!passable(now) || !upstream().gate().enter(now)) {
      return false;
    }
    if (!health().gate().enter(now)) {
      upstream().gate().left();
      return false;
    }
    return true;
  }
}
