// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.answer;

import dev.wheelhouse.gateway.chat.Dialect;
import java.util.List;

/**
 * A piece of an answer as the upstream sent it, and what it means. A client of the same dialect
 * gets the bytes as they are; for others the events are written anew.
 *
 * @param dialect of the bytes
 * @param bytes one whole frame with its end mark, or one whole answer; empty when the frame is not
 *     meant for the client
 * @param events what the frame says
 */
// copying every frame would cost more than it protects
@SuppressWarnings("ArrayRecordComponent")
public record Frame(Dialect dialect, byte[] bytes, List<ChatEvent> events) {
  /** Copies the list; the bytes are not copied and must not be changed. */
  public Frame {
    events = List.copyOf(events);
  }

  /** Whether the frame shows the user something or ends the answer. */
  public boolean commits() {
    for (ChatEvent event : events) {
      if (event.isContent() || event instanceof ChatEvent.Finished) {
        return true;
      }
    }
    return false;
  }
}
