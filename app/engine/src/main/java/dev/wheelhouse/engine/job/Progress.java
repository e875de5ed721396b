// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.job;

/**
 * How far a job is.
 *
 * @param step what it does now, such as "Copying chroma"
 * @param done amount done, in {@code unit}
 * @param total whole amount in {@code unit}; -1 when unknown
 */
public record Progress(String step, long done, long total, Unit unit) {
  /** What {@link #done} and {@link #total} count. */
  public enum Unit {
    BYTES,
    ITEMS
  }

  public Progress {
    if (done < 0) {
      throw new IllegalArgumentException("done must not be negative: " + done);
    }
  }

  /** A step of unknown length. */
  public static Progress step(String step) {
    return new Progress(step, 0, -1, Unit.ITEMS);
  }

  public static Progress items(String step, long done, long total) {
    return new Progress(step, done, total, Unit.ITEMS);
  }

  public static Progress bytes(String step, long done, long total) {
    return new Progress(step, done, total, Unit.BYTES);
  }

  /** Share done from 0 to 1, or -1 when unknown. */
  public double fraction() {
    return total > 0 ? Math.min(1.0, (double) done / total) : -1;
  }
}
