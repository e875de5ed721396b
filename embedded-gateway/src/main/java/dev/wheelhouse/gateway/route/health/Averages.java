// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.health;

/**
 * Moving averages over the last ten attempts at a target. Where there was no attempt yet they have
 * the values that a new target starts with.
 *
 * @param samples attempts that they are made of, at most ten
 * @param accuracy the share of attempts that ended with a whole answer
 * @param latency seconds to the first token, or to the answer in one piece
 * @param availability the share of attempts in which it worked at all
 * @param cost of one answer
 */
public record Averages(
    int samples, double accuracy, double latency, double availability, double cost) {
  /** A target that was never asked. */
  public static final Averages START = new Averages(0, 0.8, 1, 1, 0.01);
}
