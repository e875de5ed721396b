// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import java.time.Duration;

/** What a test of an upstream found; see {@link Gateway#test}. */
public sealed interface UpstreamVerdict {
  /**
   * It listed its models, and one of them answered.
   *
   * @param address where it was found, with the path that works
   * @param models how many it has
   * @param model which one answered
   * @param took how long the answer took
   */
  record Works(String address, int models, String model, Duration took)
      implements UpstreamVerdict {}

  /**
   * It cannot be used.
   *
   * @param cause what happened, a full sentence
   * @param remedy what to do about it; empty when there is nothing to say
   */
  record Fails(Reason reason, String cause, String remedy) implements UpstreamVerdict {}

  /** Why an upstream cannot be used. */
  enum Reason {
    /** Nobody answers at the address. */
    UNREACHABLE,
    /** Something answers, but it is no server of this kind. */
    WRONG_ADDRESS,
    /** The key is missing, wrong, or not allowed to chat. */
    KEY_REJECTED,
    /** The key is right, and the account has nothing left. */
    NO_CREDIT,
    /** There is no model, or none that chats. */
    MODEL_MISSING,
    /** It asks to wait. */
    RATE_LIMITED,
    /** Anything else; the cause says what. */
    OTHER
  }
}
