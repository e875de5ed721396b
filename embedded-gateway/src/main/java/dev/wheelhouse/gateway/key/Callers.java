// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.secret.Secret;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who is behind a token that was sent. */
public final class Callers {
  private final Secret owner;
  private volatile ClientKeys keys = new ClientKeys(new MemoryKeyStore(), Clock.systemUTC());
  private volatile @Nullable JwtVerifier tokens;

  /** The owner's token opens everything; there are no other keys at first. */
  public Callers(Secret owner) {
    this.owner = owner;
  }

  /** Honours these keys from now on. */
  public void keys(ClientKeys next) {
    keys = next;
  }

  /** Honours signed tokens too; null for none. */
  public void tokens(@Nullable JwtVerifier next) {
    tokens = next;
  }

  /** The caller who sent this; empty when nobody has it. */
  public Optional<Caller> find(String presented) throws ApiFailure {
    if (owner.matches(presented)) {
      return Optional.of(Caller.OWNER);
    }
    Optional<Caller> client = keys.find(presented);
    JwtVerifier verifier = tokens;
    return client.isPresent() || verifier == null ? client : verifier.find(presented);
  }
}
