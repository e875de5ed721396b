// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.answer;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;

/**
 * The client's side of an answer. Frames, the end and a failure come from one thread; signs of life
 * and the questions may come from another.
 */
public interface ChatSink {
  /** Sets a header of the answer; too late once it is committed. */
  void header(String name, String value);

  /**
   * Whether the client gets nothing before the end, so that until then another answer can take the
   * place of this one.
   */
  default boolean atOnce() {
    return false;
  }

  /** Takes the next piece. */
  void frame(Frame frame) throws ClientGone, ApiFailure;

  /** Nothing more is at hand: what was taken so far goes out now. */
  default void flush() throws ClientGone {}

  /** The answer is complete. */
  void end() throws ClientGone, ApiFailure;

  /**
   * The answer failed; before the first byte this is an HTTP error, later an error in the stream.
   */
  void fail(ApiFailure failure) throws ClientGone;

  /** Sends a sign of life if nothing went out for long; does nothing where the form has none. */
  void heartbeat() throws ClientGone;

  /** Nanoseconds since something last went out to the client. */
  long silentNanos();

  /** Nanoseconds that the present write has been blocked by the client; 0 when none is. */
  long blockedNanos();

  /** Whether status and headers are out, so that an error can no longer change them. */
  boolean committed();
}
