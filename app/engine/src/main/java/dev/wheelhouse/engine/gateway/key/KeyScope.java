// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.key;

import java.util.Locale;

/** A part of the gateway that a client key opens. */
public enum KeyScope {
  /** Chats and completions, in every dialect. */
  CHAT,
  /** Turning texts into vectors. */
  EMBEDDINGS,
  /** Seeing which models there are. */
  MODELS,
  /** Changing models, metrics, and the gateway's own state. */
  ADMIN;

  /** The name in files and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
