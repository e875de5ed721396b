// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.util.Map;

/**
 * A network.
 *
 * @param key name inside the file
 * @param name name on the engine
 * @param internal without a way out
 */
public record ComposeNetwork(
    String key, String name, boolean internal, boolean external, Map<String, String> labels) {
  public ComposeNetwork {
    labels = Map.copyOf(labels);
  }
}
