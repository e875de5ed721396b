// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.operation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an operation has done so far that a crash would leave behind; enough to finish or undo it.
 *
 * @param id also the label of the containers, volumes and networks it made for itself
 * @param backup the backup concerned
 * @param processId of the process that runs it
 * @param partial name of the partial folder being written; empty without one
 * @param stopped ids of containers it stopped and has to start again
 * @param change the change of volumes; null for operations that make none
 */
public record Operation(
    Kind kind,
    String id,
    String stack,
    String backup,
    long processId,
    Instant startedAt,
    String partial,
    List<String> stopped,
    @Nullable Change change) {

  /** The operations that leave traces. */
  public enum Kind {
    BACKUP,
    VERIFY,
    RESTORE,
    UNDO
  }

  /** How far a change of volumes is. */
  public enum Phase {
    /** New volumes are being filled; the stack still uses the old ones. */
    LOADING,
    /** Between the old volumes and the new ones. */
    SWITCHING,
    /** The new volumes are in use and proven; only bookkeeping is left. */
    DONE
  }

  /**
   * A change from old volumes to new ones.
   *
   * @param from values of the generation variables before; empty text for unset
   * @param to values after
   * @param services the services concerned
   * @param running those of them that ran before
   */
  public record Change(
      Phase phase,
      Map<String, String> from,
      Map<String, String> to,
      List<String> oldVolumes,
      List<String> newVolumes,
      List<String> services,
      List<String> running) {
    public Change {
      Objects.requireNonNull(phase, "phase");
      from = Map.copyOf(from);
      to = Map.copyOf(to);
      oldVolumes = List.copyOf(oldVolumes);
      newVolumes = List.copyOf(newVolumes);
      services = List.copyOf(services);
      running = List.copyOf(running);
    }

    public Change in(Phase other) {
      return new Change(other, from, to, oldVolumes, newVolumes, services, running);
    }

    /** The way back. */
    public Change reversed() {
      return new Change(phase, to, from, newVolumes, oldVolumes, services, running);
    }
  }

  public Operation {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(stack, "stack");
    Objects.requireNonNull(backup, "backup");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(partial, "partial");
    stopped = List.copyOf(stopped);
  }

  public Operation writing(String folder) {
    return new Operation(kind, id, stack, backup, processId, startedAt, folder, stopped, change);
  }

  public Operation stopping(String container) {
    List<String> more = new ArrayList<>(stopped);
    more.add(container);
    return new Operation(kind, id, stack, backup, processId, startedAt, partial, more, change);
  }

  public Operation startedAgain(String container) {
    List<String> fewer = stopped.stream().filter(one -> !one.equals(container)).toList();
    return new Operation(kind, id, stack, backup, processId, startedAt, partial, fewer, change);
  }

  public Operation changing(Change next) {
    return new Operation(kind, id, stack, backup, processId, startedAt, partial, stopped, next);
  }
}
