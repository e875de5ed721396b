// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;

/**
 * A model that an upstream offers.
 *
 * @param id as the upstream names it
 * @param created when it was made or changed; the epoch when unknown
 * @param owner who made it; empty when unknown
 * @param capabilities what it can do as Ollama names it ({@code tools}, {@code vision}, {@code
 *     thinking}); empty when unknown
 * @param entry the upstream's own entry for it
 */
public record ModelInfo(
    String id, Instant created, String owner, Set<String> capabilities, ObjectNode entry) {

  /** Copies the set. */
  public ModelInfo {
    capabilities = Set.copyOf(capabilities);
  }

  /** Whether the model surely lacks a capability; false when its capabilities are unknown. */
  public boolean lacks(String capability) {
    return !capabilities.isEmpty() && !capabilities.contains(capability);
  }
}
