// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.rule;

import dev.wheelhouse.gateway.route.policy.Candidate;

/** A condition that a target must meet, whatever the policy says. */
public interface Rule {
  /** Whether this target may be asked. */
  boolean allows(Candidate candidate);

  /** Why one may not, in a few words. */
  String refusal();
}
