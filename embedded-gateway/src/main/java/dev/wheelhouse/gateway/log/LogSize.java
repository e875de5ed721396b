// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

/**
 * How large the log is.
 *
 * @param bytes on the disk, as far as the store can say
 * @param queued entries that are not written yet
 * @param dropped entries since the start that were not written, as the store was too slow
 */
public record LogSize(String store, long entries, long bytes, long queued, long dropped) {
  /** No log. */
  public static final LogSize OFF = new LogSize("off", 0, 0, 0, 0);
}
