// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.credential;

import java.time.Instant;
import java.util.Optional;

/**
 * How a key of an upstream stands.
 *
 * @param until when a rest ends, or a refused key is tried again
 */
public record KeyStatus(String label, State state, Optional<Instant> until) {
  /** Whether a key is in use. */
  public enum State {
    /** It is used. */
    READY,
    /** The upstream asked to wait, with one model at least. */
    RESTING,
    /** The upstream refuses it; only the user can change that. */
    REFUSED
  }
}
