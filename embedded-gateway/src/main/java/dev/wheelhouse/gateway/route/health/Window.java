// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.health;

/** The last ten values and their average. Not safe for use from several threads. */
final class Window {
  /** How many values count. */
  static final int LENGTH = 10;

  private final double[] values = new double[LENGTH];
  private final double start;
  private int count;
  private int next;

  /** An empty window; {@code start} is its average until there is a value. */
  Window(double start) {
    this.start = start;
  }

  void add(double value) {
    values[next] = value;
    next = (next + 1) % LENGTH;
    count = Math.min(count + 1, LENGTH);
  }

  int count() {
    return count;
  }

  double average() {
    if (count == 0) {
      return start;
    }
    double sum = 0; // anew each time: a running sum would drift
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    return sum / count;
  }
}
