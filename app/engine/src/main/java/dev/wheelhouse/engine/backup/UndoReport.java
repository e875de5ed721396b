// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup;

import java.util.List;
import java.util.Objects;

/**
 * What an undo led to. A second undo in a row undoes the first: it brings the restored data back.
 *
 * @param backup the one whose restore was undone or redone
 * @param restoredInUse whether the stack uses the restored data now
 * @param volumes those in use now, of the services that were restored
 */
public record UndoReport(BackupId backup, boolean restoredInUse, List<String> volumes) {
  public UndoReport {
    Objects.requireNonNull(backup, "backup");
    volumes = List.copyOf(volumes);
  }

  /** One sentence for people, without its end. */
  public String text() {
    return (restoredInUse ? "the restored data" : "the data from before the restore")
        + " is in use again";
  }
}
