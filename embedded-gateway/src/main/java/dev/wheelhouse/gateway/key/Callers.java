// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.secret.Secret;
import java.util.Optional;

/** Finds out who is behind a token that was sent. */
public final class Callers {
  private final Secret owner;

  /** The owner's token opens everything. */
  public Callers(Secret owner) {
    this.owner = owner;
  }

  /** The caller who sent this; empty when nobody has it. */
  public Optional<Caller> find(String presented) throws ApiFailure {
    return owner.matches(presented) ? Optional.of(Caller.OWNER) : Optional.empty();
  }
}
