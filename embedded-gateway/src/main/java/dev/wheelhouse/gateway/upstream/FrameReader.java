// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into frames, wherever the network has cut it. A frame keeps its end mark, so
 * all frames together are the stream. Works on bytes: an UTF-8 character that two reads share stays
 * whole.
 */
public abstract class FrameReader {
  private static final int READ_SIZE = 8192;

  /** A frame above this is a fault of the upstream, not an answer. */
  static final int MAX_FRAME = 32 << 20;

  private final InputStream in;
  private final CallScope scope;
  private byte[] buffer = new byte[READ_SIZE];
  private int start;
  private int scanned;
  private int end;

  FrameReader(InputStream in, CallScope scope) {
    this.in = in;
    this.scope = scope;
  }

  /**
   * Looks for the end of a frame in new bytes; called with each byte once, in order.
   *
   * @return the index after the end mark, or -1
   */
  abstract int frameEnd(byte[] bytes, int from, int to);

  /** The next whole frame, or null when the stream has ended. Blocks. */
  public final byte @Nullable [] next() throws IOException {
    while (true) {
      int frameEnd = frameEnd(buffer, scanned, end);
      if (frameEnd >= 0) {
        byte[] frame = Arrays.copyOfRange(buffer, start, frameEnd);
        start = frameEnd;
        scanned = frameEnd;
        return frame;
      }
      scanned = end;
      if (!fill()) {
        return rest();
      }
    }
  }

  /** Whether bytes after the last end mark are a frame too, when the stream ends. */
  abstract boolean endsLastFrame();

  private byte @Nullable [] rest() {
    if (start == end || !endsLastFrame()) {
      return null;
    }
    byte[] frame = Arrays.copyOfRange(buffer, start, end);
    start = end;
    return frame;
  }

  private boolean fill() throws IOException {
    makeRoom();
    scope.waiting();
    int count = in.read(buffer, end, buffer.length - end);
    scope.received();
    if (count < 0) {
      return false;
    }
    end += count;
    return true;
  }

  private void makeRoom() throws IOException {
    if (start == end) {
      start = 0;
      scanned = 0;
      end = 0;
    }
    if (end < buffer.length) {
      return;
    }
    int used = end - start;
    if (used > MAX_FRAME) {
      throw new IOException("a frame is longer than " + MAX_FRAME + " bytes");
    }
    byte[] target = used > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
    System.arraycopy(buffer, start, target, 0, used);
    buffer = target;
    scanned -= start;
    end = used;
    start = 0;
  }
}
