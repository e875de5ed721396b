// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Holds back what an upstream says before its first content, so that an early error can still be
 * answered with a status, or by another attempt. From the first content on everything passes,
 * unless the client gets its answer in one piece anyway.
 */
final class StartBuffer implements Provider.FrameHandler {
  private static final int MAX_FRAMES = 64;
  private static final int MAX_BYTES = 256 << 10;

  private final ChatSink sink;
  private final ChatTrace trace;
  private final LongSupplier nanos;
  private final Runnable onContent;
  private final List<Frame> held = new ArrayList<>();
  private int heldBytes;
  private boolean begun;
  private long contentNanos;
  private boolean open;

  StartBuffer(ChatSink sink, ChatTrace trace, LongSupplier nanos, Runnable onContent) {
    this.sink = sink;
    this.trace = trace;
    this.nanos = nanos;
    this.onContent = onContent;
  }

  @Override
  public void accept(Frame frame) throws ApiFailure, ClientGone {
    trace.observe(frame);
    if (open) {
      sink.frame(frame);
      return;
    }
    held.add(frame);
    heldBytes += frame.bytes().length;
    if (frame.commits() || held.size() >= MAX_FRAMES || heldBytes >= MAX_BYTES) {
      begin();
      if (!sink.atOnce()) {
        release();
      }
    }
  }

  /** Whether the client has seen something of this answer, so that no other may take its place. */
  boolean open() {
    return open;
  }

  /** Whether the upstream has begun to answer. */
  boolean begun() {
    return begun;
  }

  /** When it did. */
  long contentNanos() {
    return contentNanos;
  }

  /** Lets everything through. */
  void release() throws ApiFailure, ClientGone {
    if (open) {
      return;
    }
    begin();
    open = true;
    for (Frame frame : held) {
      sink.frame(frame);
    }
    held.clear();
  }

  private void begin() {
    if (!begun) {
      begun = true;
      contentNanos = nanos.getAsLong();
      onContent.run();
    }
  }
}
