// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Takes apart the engine's multiplexed streams: a header of 8 bytes (stream, three zeros, length in
 * big-endian) before each piece. Containers with a terminal send plain bytes instead.
 */
final class FrameReader {
  private static final int HEADER = 8;
  private static final int ERROR_STREAM = 2;

  private final InputStream input;
  private final boolean plain;
  private final byte[] buffer = new byte[64 * 1024];
  private int stream = 1;
  private long left;

  FrameReader(InputStream input, boolean plain) {
    this.input = input;
    this.plain = plain;
  }

  /** Gets pieces of output. */
  interface Sink {
    void accept(boolean standardError, byte[] bytes, int length, boolean endOfFrame)
        throws IOException;
  }

  /** Hands over every piece until the stream ends; false when it ended inside a frame. */
  boolean readAll(Sink sink) throws IOException {
    while (true) {
      if (plain) {
        int count = input.read(buffer);
        if (count < 0) {
          return true;
        }
        sink.accept(false, buffer, count, false);
      } else if (!frame(sink)) {
        return left == 0;
      }
    }
  }

  /** As {@link #readAll}, into two streams. */
  boolean copy(OutputStream output, OutputStream error) throws IOException {
    return readAll((standardError, bytes, length, end) ->
        (standardError ? error : output).write(bytes, 0, length));
  }

  private boolean frame(Sink sink) throws IOException {
    byte[] header = input.readNBytes(HEADER);
    if (header.length == 0) {
      return false;
    }
    if (header.length < HEADER) {
      throw new EOFException("the stream ended inside a frame's header");
    }
    stream = header[0];
    left = 0;
    for (int i = 4; i < HEADER; i++) {
      left = (left << 8) | (header[i] & 0xff);
    }
    if (left == 0) {
      return true;
    }
    while (left > 0) {
      int count = input.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        return false;
      }
      left -= count;
      sink.accept(stream == ERROR_STREAM, buffer, count, left == 0);
    }
    return true;
  }
}
