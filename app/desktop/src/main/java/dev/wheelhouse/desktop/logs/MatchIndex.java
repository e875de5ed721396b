// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import java.util.Arrays;

/**
 * Indices of some lines, rising; the oldest can be dropped. Keys count from the first ever added.
 */
final class MatchIndex {
  private long[] lines = new long[1024];
  private int head;
  private int size;
  private long dropped;

  void add(long line) {
    if (head + size == lines.length) {
      lines = Arrays.copyOfRange(lines, head, head + Math.max(1024, size * 2));
      head = 0;
    }
    lines[head + size++] = line;
  }

  /** Forgets lines below this one. */
  void dropBefore(long first) {
    while (size > 0 && lines[head] < first) {
      head++;
      size--;
      dropped++;
    }
  }

  long first() {
    return dropped;
  }

  long end() {
    return dropped + size;
  }

  int size() {
    return size;
  }

  /** The line of a key. */
  long line(long key) {
    return lines[head + (int) (key - dropped)];
  }

  /** Key of the first line that is not below this one; {@link #end} when there is none. */
  long keyOf(long line) {
    int found = Arrays.binarySearch(lines, head, head + size, line);
    return dropped + (found >= 0 ? found : -found - 1) - head;
  }
}
