// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

import java.time.Duration;

/**
 * Every timer of a request. There is no timer over a whole stream: a long answer is not an error.
 *
 * @param connect reaching the upstream
 * @param firstToken from sending the request to the first token; high, as a local model may have to
 *     be loaded first
 * @param idle between two pieces of a running stream
 * @param wholeAnswer for an answer that the client wants in one piece and the upstream gives so
 * @param heartbeat how long a stream may be silent towards the client before a sign of life goes
 *     out
 * @param clientStall how long a client may refuse to read before it is dropped
 * @param request how long a request may take to arrive, from its first byte
 */
public record GatewayTimers(
    Duration connect,
    Duration firstToken,
    Duration idle,
    Duration wholeAnswer,
    Duration heartbeat,
    Duration clientStall,
    Duration request) {

  /** Checks that every timer is longer than nothing. */
  public GatewayTimers {
    requirePositive("connect", connect);
    requirePositive("firstToken", firstToken);
    requirePositive("idle", idle);
    requirePositive("wholeAnswer", wholeAnswer);
    requirePositive("heartbeat", heartbeat);
    requirePositive("clientStall", clientStall);
    requirePositive("request", request);
  }

  /** What suits a desktop with local models. */
  public static GatewayTimers defaults() {
    return new GatewayTimers(
        Duration.ofSeconds(5),
        Duration.ofMinutes(10),
        Duration.ofSeconds(60),
        Duration.ofMinutes(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60));
  }

  /** The same timers with another one for the first token. */
  public GatewayTimers withFirstToken(Duration other) {
    return new GatewayTimers(connect, other, idle, wholeAnswer, heartbeat, clientStall, request);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("timer " + name + " must be positive: " + value);
    }
  }
}
