// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import java.io.InputStream;

/** Frames of {@code application/x-ndjson}: each line is one. */
public final class LineReader extends FrameReader {
  /** Reads from {@code in}; {@code scope} learns of every wait. */
  public LineReader(InputStream in, CallScope scope) {
    super(in, scope);
  }

  @Override
  int frameEnd(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** Ollama ends a stream of one object without a line feed. */
  @Override
  boolean endsLastFrame() {
    return true;
  }
}
