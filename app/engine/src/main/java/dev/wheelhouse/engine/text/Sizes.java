// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.text;

import java.util.Locale;

/**
 * Bytes with their unit, as Docker writes them: memory in powers of 1024 (MiB), since limits are
 * set so, everything else in powers of 1000 (MB), as file managers and disks count.
 */
public final class Sizes {
  private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB"};
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Sizes() {}

  /** A file's, a download's or a disk's size: "512 B", "84 MB", "3.1 GB". */
  public static String bytes(long bytes) {
    return scaled(bytes, 1000, DECIMAL);
  }

  /** An amount of memory: "512 MiB", "7.6 GiB". */
  public static String memory(long bytes) {
    return scaled(bytes, 1024, BINARY);
  }

  /** "18 MB/s". */
  public static String rate(double bytesPerSecond) {
    return bytes(Math.round(bytesPerSecond)) + "/s";
  }

  /** One decimal below ten of a unit; never "1000 kB" where "1 MB" is meant. */
  private static String scaled(long bytes, int base, String[] units) {
    double value = Math.max(0, bytes);
    int unit = 0;
    while (value >= base - 0.5 && unit < units.length - 1) {
      value /= base;
      unit++;
    }
    boolean decimal = unit > 0 && value < 9.95 && Math.round(value * 10) % 10 != 0;
    String number =
        decimal ? String.format(Locale.ROOT, "%.1f", value) : String.valueOf(Math.round(value));
    return number + " " + units[unit];
  }
}
