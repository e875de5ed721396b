// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.Dialect;
import java.time.Instant;
import java.util.List;

/**
 * A complete answer, as the upstream gave it.
 *
 * @param shape of the request that it answered: a request of the same shape gets the same bytes
 * @param storedAt when it was complete
 */
public record CachedAnswer(String shape, Instant storedAt, List<Frame> frames) {
  private static final int FRAME_OVERHEAD = 120;
  private static final int EVENT_OVERHEAD = 64;
  private static final byte[] NO_BYTES = {};

  /** Copies the list. */
  public CachedAnswer {
    frames = List.copyOf(frames);
  }

  /** Its frames for a client that asks in this shape; of another one, only what they mean. */
  public List<Frame> framesFor(String wanted) {
    if (wanted.equals(shape)) {
      return frames;
    }
    return frames.stream()
        .filter(frame -> !frame.events().isEmpty())
        .map(frame -> new Frame(Dialect.FOREIGN, NO_BYTES, frame.events()))
        .toList();
  }

  /** The tokens that it took when it was made. */
  public Usage usage() {
    Usage usage = Usage.NONE;
    for (Frame frame : frames) {
      for (ChatEvent event : frame.events()) {
        usage = event instanceof ChatEvent.Used used ? used.usage() : usage;
      }
    }
    return usage;
  }

  /** About how much memory it takes. */
  static int bytes(Frame frame) {
    int bytes = FRAME_OVERHEAD + frame.bytes().length;
    for (ChatEvent event : frame.events()) {
      bytes += EVENT_OVERHEAD + textBytes(event);
    }
    return bytes;
  }

  /** About how much memory all of it takes. */
  int bytes() {
    return frames.stream().mapToInt(CachedAnswer::bytes).sum() + FRAME_OVERHEAD;
  }

  private static int textBytes(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Text text -> 2 * text.text().length();
      case ChatEvent.Reasoning reasoning -> 2 * reasoning.text().length();
      case ChatEvent.ToolPart tool ->
          2 * (tool.id().length() + tool.name().length() + tool.arguments().length());
      case ChatEvent.Aside aside -> 2 * aside.value().toString().length();
      case ChatEvent.Finished _, ChatEvent.Used _ -> 0;
    };
  }
}
