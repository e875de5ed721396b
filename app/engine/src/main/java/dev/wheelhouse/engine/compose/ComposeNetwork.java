// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.util.List;
import java.util.Map;

/**
 * A network.
 *
 * @param key name inside the file
 * @param name name on the engine
 * @param internal without a way out
 * @param addressing empty for what the engine chooses
 */
public record ComposeNetwork(
    String key,
    String name,
    boolean internal,
    boolean external,
    Addressing addressing,
    Map<String, String> options,
    Map<String, String> labels) {
  public ComposeNetwork {
    options = Map.copyOf(options);
    labels = Map.copyOf(labels);
  }

  /** Where its addresses come from. */
  public record Addressing(boolean ipv6, List<Pool> pools) {
    public Addressing {
      pools = List.copyOf(pools);
    }
  }

  /**
   * A range of addresses. Empty texts leave it to the engine.
   *
   * @param subnet such as {@code 172.28.0.0/16}
   * @param range the part that containers get their addresses from
   * @param reserved addresses that no container gets, by name
   */
  public record Pool(String subnet, String gateway, String range, Map<String, String> reserved) {
    public Pool {
      reserved = Map.copyOf(reserved);
    }
  }
}
