// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import java.time.Duration;

/**
 * How long entries are kept: until they are too old or there are too many, whichever comes first.
 *
 * @param maxBytes bound of the stored data
 */
public record Retention(long maxBytes, Duration maxAge) {
  /** A megabyte, as it is meant wherever the log's bound is set or told. */
  public static final long MEGABYTE = 1_000_000;

  /** 256 MB and 30 days: about a million requests without content. */
  public static final Retention DEFAULT = new Retention(256 * MEGABYTE, Duration.ofDays(30));

  /** Checks the bounds. */
  public Retention {
    if (maxBytes < 64 << 10 || maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("at least 64 KiB and a positive age");
    }
  }
}
