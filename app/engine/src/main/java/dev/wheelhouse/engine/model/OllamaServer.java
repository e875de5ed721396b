// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.model;

import java.net.URI;

/**
 * An Ollama server that answers.
 *
 * @param name the stack's name, or {@code ollama} for the host's
 * @param token of the front door before it; empty without one
 */
public record OllamaServer(String name, URI url, String token) {
  /** Shows no token. */
  @Override
  public String toString() {
    return name + " at " + url;
  }
}
