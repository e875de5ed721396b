// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.rule;

import dev.wheelhouse.gateway.route.policy.Candidate;

/**
 * Privacy pin: only targets that compute on this machine are ever asked. A model that the local
 * Ollama passes on to a cloud does not count as one of them.
 */
record PrivacyPin() implements Rule {
  @Override
  public boolean allows(Candidate candidate) {
    return candidate.local();
  }

  @Override
  public String refusal() {
    return "not on this machine";
  }
}
