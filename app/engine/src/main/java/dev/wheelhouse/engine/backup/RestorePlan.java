// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup;

import java.util.List;

/**
 * What a restore will do, shown before it runs.
 *
 * @param refusals why it cannot be done; empty when it can
 */
public record RestorePlan(
    BackupId backup,
    List<String> stops,
    List<String> replaces,
    List<String> newVolumes,
    long neededBytes,
    long freeBytes,
    List<String> versions,
    List<String> refusals) {}
