// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.util.Map;

/**
 * A named volume.
 *
 * @param key name inside the file
 * @param name name on the engine
 * @param external made by somebody else; never created or removed by us
 */
public record ComposeVolume(
    String key,
    String name,
    boolean external,
    Map<String, String> options,
    Map<String, String> labels) {
  public ComposeVolume {
    options = Map.copyOf(options);
    labels = Map.copyOf(labels);
  }
}
