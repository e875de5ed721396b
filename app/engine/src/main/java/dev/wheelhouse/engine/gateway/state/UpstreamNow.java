// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.state;

import java.util.List;

/**
 * What a gateway passes requests on to, at one moment.
 *
 * @param family what it speaks, such as {@code ollama}
 * @param cause what is wrong; empty when nothing is
 * @param remedy what to do about that
 * @param models those that it had when it was last asked
 */
public record UpstreamNow(
    String name,
    String family,
    String address,
    Health health,
    String cause,
    String remedy,
    List<String> models,
    Counts counts) {

  /** Whether it can be used. */
  public enum Health {
    UNKNOWN,
    HEALTHY,
    DOWN,
    KEY_REJECTED,
    RATE_LIMITED
  }

  /**
   * What was counted since the gateway started.
   *
   * @param inFlight chats under way
   */
  public record Counts(int inFlight, long chats, long failures, long tokensIn, long tokensOut) {}

  public UpstreamNow {
    models = List.copyOf(models);
  }
}
