// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.route.fallback.SpeedProbe;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what an upstream says before its first content, so that an early error can still be
 * answered with a status, or by another attempt. From the first content on everything passes,
 * unless the client gets its answer in one piece anyway, or a probe first finds out how fast it is.
 */
final class StartBuffer implements Provider.FrameHandler, AutoCloseable {
  private static final int MAX_FRAMES = 64;
  private static final int MAX_BYTES = 256 << 10;

  private final ChatSink sink;
  private final ChatTrace trace;
  private final LongSupplier nanos;
  private final Runnable onContent;
  private final @Nullable SpeedProbe probe;
  private final String upstream;
  private final List<Frame> held = new ArrayList<>();
  private int heldBytes;
  private boolean begun;
  private long contentNanos;
  private boolean open;

  /**
   * Holds back what this upstream says.
   *
   * @param nanos measures when its content begins, which {@code onContent} is told
   * @param probe null to show all from the first content on
   */
  StartBuffer(
      ChatSink sink,
      ChatTrace trace,
      LongSupplier nanos,
      Runnable onContent,
      String upstream,
      @Nullable SpeedProbe probe) {
    this.sink = sink;
    this.trace = trace;
    this.nanos = nanos;
    this.onContent = onContent;
    this.upstream = upstream;
    this.probe = probe;
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
    boolean full = !begun && (held.size() >= MAX_FRAMES || heldBytes >= MAX_BYTES);
    if (!begun && !full && !frame.commits()) {
      return;
    }
    begin();
    if (!sink.atOnce() && (probe == null || full || probe.shows(frame, upstream))) {
      release();
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
    if (probe != null) {
      probe.ended(upstream);
    }
    open = true;
    for (Frame frame : held) {
      sink.frame(frame);
    }
    held.clear();
  }

  /** The attempt is over, however. */
  @Override
  public void close() {
    if (probe != null) {
      probe.close();
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      contentNanos = nanos.getAsLong();
      onContent.run();
    }
  }
}
