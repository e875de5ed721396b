// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Frames of {@code text/event-stream}: an event ends with an empty line, and a line with LF, CR or
 * both (WHATWG HTML, "Server-sent events").
 */
public final class SseReader extends FrameReader {
  private static final byte[] DATA = {'d', 'a', 't', 'a'};

  private boolean lineEmpty = true;
  private boolean afterCarriageReturn;

  /** Reads from {@code in}; {@code scope} learns of every wait. */
  public SseReader(InputStream in, CallScope scope) {
    super(in, scope);
  }

  @Override
  int frameEnd(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      boolean completesPair = afterCarriageReturn && b == '\n';
      afterCarriageReturn = b == '\r';
      if (completesPair) {
        continue; // the line feed of a pair, perhaps left over from the frame before
      }
      if (b != '\n' && b != '\r') {
        lineEmpty = false;
      } else if (!lineEmpty) {
        lineEmpty = true;
      } else {
        return endOfFrame(bytes, i, to);
      }
    }
    return -1;
  }

  /** Takes the line feed of a last CR LF along if it is here already, but does not wait for it. */
  private int endOfFrame(byte[] bytes, int lastIndex, int to) {
    int next = lastIndex + 1;
    if (afterCarriageReturn && next < to && bytes[next] == '\n') {
      afterCarriageReturn = false;
      return next + 1;
    }
    return next;
  }

  /** An event without its empty line is not complete, by the standard. */
  @Override
  boolean endsLastFrame() {
    return false;
  }

  /** The joined {@code data} lines of a frame; empty when it has none, as a comment. */
  public static byte[] data(byte[] frame) {
    int end = lineEnd(frame, 0);
    boolean single = end < frame.length && isEmpty(frame, end);
    int only = single ? valueStart(frame, 0, end) : -1;
    return only < 0 ? joined(frame) : Arrays.copyOfRange(frame, only, end);
  }

  private static int lineEnd(byte[] frame, int from) {
    int end = from;
    while (end < frame.length && frame[end] != '\n' && frame[end] != '\r') {
      end++;
    }
    return end;
  }

  private static boolean isEmpty(byte[] frame, int from) {
    for (int i = from; i < frame.length; i++) {
      if (frame[i] != '\n' && frame[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private static byte[] joined(byte[] frame) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(frame.length);
    boolean first = true;
    int lineStart = 0;
    for (int i = 0; i <= frame.length; i++) {
      if (i < frame.length && frame[i] != '\n' && frame[i] != '\r') {
        continue;
      }
      int value = valueStart(frame, lineStart, i);
      if (value >= 0) {
        if (!first) {
          out.write('\n');
        }
        out.write(frame, value, i - value);
        first = false;
      }
      lineStart = i + 1;
    }
    return out.toByteArray();
  }

  /** Where the value of a {@code data} line starts; -1 for any other line. */
  private static int valueStart(byte[] frame, int from, int to) {
    int start = from == 0 && hasByteOrderMark(frame) ? 3 : from;
    int colon = start + DATA.length;
    if (to < colon) {
      return -1;
    }
    for (int i = 0; i < DATA.length; i++) {
      if (frame[start + i] != DATA[i]) {
        return -1;
      }
    }
    if (to == colon) {
      return to; // the field without a colon has an empty value
    }
    if (frame[colon] != ':') {
      return -1;
    }
    return colon + 1 < to && frame[colon + 1] == ' ' ? colon + 2 : colon + 1;
  }

  private static boolean hasByteOrderMark(byte[] frame) {
    return frame.length >= 3
        && frame[0] == (byte) 0xef
        && frame[1] == (byte) 0xbb
        && frame[2] == (byte) 0xbf;
  }
}
