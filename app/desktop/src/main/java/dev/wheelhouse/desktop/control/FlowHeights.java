// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import java.util.Arrays;
import java.util.function.LongToDoubleFunction;

/**
 * What an {@link AnchoredFlow} knows of the heights of rows that it does not show. It only moves
 * the scroll bar's thumb; rows that are shown are always measured.
 */
public interface FlowHeights {

  /** Says which rows exist: those of keys from {@code first} up to but not {@code end}. */
  void range(long first, long end);

  /** A row was laid out and has this height. */
  void measured(long key, double height);

  /** Sum of the heights of all rows before this one. */
  double before(long key);

  double total();

  /** The row that covers this distance from the top of the first. */
  long at(double distance);

  /** Forgets what was measured, as when the width changed. */
  void forget();

  /** All rows are about equally high: the average of what was measured. */
  static FlowHeights uniform(double firstGuess) {
    return new Uniform(firstGuess);
  }

  /**
   * Rows of very unequal heights, at most some ten thousand.
   *
   * @param estimate the height of a row that was never shown
   */
  static FlowHeights each(LongToDoubleFunction estimate) {
    return new Each(estimate);
  }

  /** See {@link #uniform}. */
  final class Uniform implements FlowHeights {
    private final double firstGuess;
    private long first;
    private long end;
    private double average;

    private Uniform(double firstGuess) {
      this.firstGuess = firstGuess;
      this.average = firstGuess;
    }

    @Override
    public void range(long from, long to) {
      first = from;
      end = to;
    }

    @Override
    public void measured(long key, double height) {
      // moves slowly, so that one long row does not make the thumb jump
      average += (height - average) / 64;
      if (Math.abs(average - height) < 0.01) {
        average = height;
      }
    }

    @Override
    public double before(long key) {
      return (key - first) * average;
    }

    @Override
    public double total() {
      return (end - first) * average;
    }

    @Override
    public long at(double distance) {
      return Math.clamp(first + (long) (distance / average), first, Math.max(first, end - 1));
    }

    @Override
    public void forget() {
      average = firstGuess;
    }
  }

  /** See {@link #each}. */
  final class Each implements FlowHeights {
    private final LongToDoubleFunction estimate;
    private double[] heights = new double[0];
    private long first;
    private long end;

    private Each(LongToDoubleFunction estimate) {
      this.estimate = estimate;
    }

    @Override
    public void range(long from, long to) {
      if (from == first && to == end) {
        return;
      }
      double[] moved = new double[Math.toIntExact(Math.max(0, to - from))];
      for (long key = from; key < to; key++) {
        boolean known = key >= first && key < end;
        moved[(int) (key - from)] =
            known ? heights[(int) (key - first)] : estimate.applyAsDouble(key);
      }
      heights = moved;
      first = from;
      end = to;
    }

    @Override
    public void measured(long key, double height) {
      if (key >= first && key < end) {
        heights[(int) (key - first)] = height;
      }
    }

    @Override
    public double before(long key) {
      int count = Math.clamp(key - first, 0, heights.length);
      return Arrays.stream(heights, 0, count).sum();
    }

    @Override
    public double total() {
      return Arrays.stream(heights).sum();
    }

    @Override
    public long at(double distance) {
      double bottom = 0;
      for (int i = 0; i < heights.length; i++) {
        bottom += heights[i];
        if (bottom > distance) {
          return first + i;
        }
      }
      return Math.max(first, end - 1);
    }

    @Override
    public void forget() {
      for (int i = 0; i < heights.length; i++) {
        heights[i] = estimate.applyAsDouble(first + i);
      }
    }
  }
}
