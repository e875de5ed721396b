// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup;

/**
 * How to restore.
 *
 * @param safetyBackup back up what is there first
 */
public record RestoreOptions(boolean safetyBackup) {
  public static RestoreOptions standard() {
    return new RestoreOptions(true);
  }
}
