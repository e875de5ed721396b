// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A part of the gateway that a key opens. */
public enum Scope {
  /** Chats and completions, in every dialect. */
  CHAT,
  /** Turning texts into vectors. */
  EMBEDDINGS,
  /** Seeing which models there are, and what they are. */
  MODELS,
  /** Changing models on the upstream, metrics, and the gateway's own state. */
  ADMIN;

  /** What a client needs and no more. */
  public static Set<Scope> forClients() {
    return EnumSet.of(CHAT, EMBEDDINGS, MODELS);
  }

  /** The name in files, tokens and messages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of this name. */
  public static Optional<Scope> of(String label) {
    for (Scope scope : values()) {
      if (scope.label().equals(label)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
