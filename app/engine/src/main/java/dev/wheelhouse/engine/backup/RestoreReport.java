// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup;

import java.time.Duration;
import java.util.List;

/**
 * How a restore went.
 *
 * @param comparisons each count with what it was at backup time
 * @param keptVolumes the old volumes, kept until dropped
 * @param safetyBackup the backup made before, empty when there was nothing to save
 */
public record RestoreReport(
    BackupId backup,
    List<String> comparisons,
    List<String> keptVolumes,
    String safetyBackup,
    Duration took) {}
