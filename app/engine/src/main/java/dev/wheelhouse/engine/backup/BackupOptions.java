// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup;

/**
 * How to back up.
 *
 * @param verify the level to verify right after
 * @param note the user's own words; may be empty
 */
public record BackupOptions(VerifyLevel verify, String note) {
  public static BackupOptions standard() {
    return new BackupOptions(VerifyLevel.L2, "");
  }
}
