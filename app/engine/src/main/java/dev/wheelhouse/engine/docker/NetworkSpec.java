// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.util.List;
import java.util.Map;

/**
 * A bridge network to create.
 *
 * @param pools where its addresses come from; empty for what the engine chooses
 * @param options of the driver
 */
public record NetworkSpec(
    String name,
    boolean internal,
    boolean ipv6,
    List<Pool> pools,
    Map<String, String> options,
    Map<String, String> labels) {
  /** With the engine's own choice of addresses. */
  public NetworkSpec(String name, boolean internal, Map<String, String> labels) {
    this(name, internal, false, List.of(), Map.of(), labels);
  }

  /** A range of addresses; empty texts leave it to the engine. */
  public record Pool(String subnet, String gateway, String range, Map<String, String> reserved) {}
}
