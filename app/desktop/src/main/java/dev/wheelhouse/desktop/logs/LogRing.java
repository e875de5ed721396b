// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.engine.log.LogLine;
import dev.wheelhouse.engine.log.LogLine.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last lines of all services, in bounded memory: texts as UTF-8 in large blocks instead of an
 * object each. The oldest block goes when there are too many lines or bytes. Thread-safe.
 */
final class LogRing {
  /** A million lines of usual length, in at most about 70 MB. */
  static final int MOST_LINES = 1_000_000;

  static final long MOST_BYTES = 48L * 1024 * 1024;

  /** A line longer than this is cut; nobody reads it, and it would push out all others. */
  static final int LONGEST = 64 * 1024;

  private static final int BLOCK = 4096;

  private final int mostLines;
  private final long mostBytes;
  private final List<Block> blocks = new ArrayList<>();
  private final List<String> services = new ArrayList<>();
  private long end;
  private long bytes;

  LogRing() {
    this(MOST_LINES, MOST_BYTES);
  }

  LogRing(int mostLines, long mostBytes) {
    this.mostLines = mostLines;
    this.mostBytes = mostBytes;
  }

  /** Index of the oldest line that is kept. */
  synchronized long first() {
    return blocks.isEmpty() ? end : blocks.getFirst().first;
  }

  /** Index that the next line gets. */
  synchronized long end() {
    return end;
  }

  synchronized void add(LogLine line) {
    Block block = blocks.isEmpty() || blocks.getLast().full() ? newBlock() : blocks.getLast();
    String text = line.text().length() <= LONGEST ? line.text() : cut(line.text());
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    block.add(encoded, line.at(), service(line.service()), line.level());
    bytes += encoded.length;
    end++;
    while (blocks.size() > 1 && (bytes > mostBytes || end - first() > mostLines)) {
      bytes -= blocks.removeFirst().bytes();
    }
  }

  /** The line of that index, which must be kept still. */
  synchronized StoredLine get(long index) {
    long first = first();
    if (index < first || index >= end) {
      throw new IndexOutOfBoundsException(index + " is not in " + first + " to " + end);
    }
    // all blocks but the last are full
    Block block = blocks.get((int) ((index - first) / BLOCK));
    return block.get((int) (index - block.first), index, services);
  }

  synchronized void clear() {
    blocks.clear();
    bytes = 0;
  }

  private Block newBlock() {
    if (!blocks.isEmpty()) {
      blocks.getLast().trim();
    }
    Block block = new Block(end);
    blocks.add(block);
    return block;
  }

  private short service(String name) {
    int known = services.indexOf(name);
    if (known < 0) {
      services.add(name);
      known = services.size() - 1;
    }
    return (short) known;
  }

  private static String cut(String text) {
    return text.substring(0, LONGEST) + " … " + (text.length() - LONGEST) + " more characters";
  }

  private static final class Block {
    private final long first;
    private final int[] ends = new int[BLOCK];
    private final long[] seconds = new long[BLOCK];
    private final int[] nanos = new int[BLOCK];
    private final Level[] levels = new Level[BLOCK];
    private final short[] services = new short[BLOCK];
    private byte[] text = new byte[64 * 1024];
    private int count;

    Block(long first) {
      this.first = first;
    }

    boolean full() {
      return count == BLOCK;
    }

    int bytes() {
      return count == 0 ? 0 : ends[count - 1];
    }

    void add(byte[] line, Instant at, short service, Level level) {
      int from = bytes();
      if (from + line.length > text.length) {
        text = Arrays.copyOf(text, Math.max(text.length * 2, from + line.length));
      }
      System.arraycopy(line, 0, text, from, line.length);
      ends[count] = from + line.length;
      seconds[count] = at.getEpochSecond();
      nanos[count] = at.getNano();
      levels[count] = level;
      services[count] = service;
      count++;
    }

    void trim() {
      text = Arrays.copyOf(text, bytes());
    }

    StoredLine get(int position, long index, List<String> names) {
      int from = position == 0 ? 0 : ends[position - 1];
      return new StoredLine(
          index,
          Instant.ofEpochSecond(seconds[position], nanos[position]),
          names.get(services[position]),
          levels[position],
          new String(text, from, ends[position] - from, StandardCharsets.UTF_8));
    }
  }
}
