// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup;

import java.time.Instant;
import java.util.List;

/**
 * A backup, verification or restore that has not ended: it is at work in some process, or was cut
 * off and waits for {@link Backups#recover}.
 *
 * @param kind such as "backup" or "restore"
 * @param processId of the process that began it
 * @param atWork whether it goes on; false when its process died, or could not put everything back
 * @param stopped ids of containers that it stopped and has not started again
 */
public record UnfinishedOperation(
    String kind, Instant startedAt, long processId, boolean atWork, List<String> stopped) {
  public UnfinishedOperation {
    stopped = List.copyOf(stopped);
  }
}
