// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

import java.time.Duration;

/**
 * What a request takes of one limit.
 *
 * @param account whose limit; the same on every gateway that shares the store
 * @param most of the account, over the window
 * @param amount at first; when the request is over, what it really was
 * @param window how long something taken counts; for {@link Measure#COST} how long the account is
 *     kept
 */
public record Claim(String account, Measure measure, long most, long amount, Duration window) {
  /** The same with what it really was. */
  Claim withAmount(long actual) {
    return new Claim(account, measure, most, actual, window);
  }

  /** What is counted, and how. */
  public enum Measure {
    /** Each request counts 1 for the window. */
    REQUESTS,
    /** Tokens count for the window; first estimated, then corrected. */
    TOKENS,
    /** Each request counts 1 until it is over; the window is for gateways that die. */
    CONCURRENT,
    /** Adds up without end; who wants a period names it in the account. Known only at the end. */
    COST
  }
}
