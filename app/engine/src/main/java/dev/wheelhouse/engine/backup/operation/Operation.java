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
 * @param asleep what did not run before it started services for its own use; null when it did not
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
    @Nullable Asleep asleep,
    @Nullable Change change) {

  /** The operations that leave traces. */
  public enum Kind {
    BACKUP,
    VERIFY,
    /** The look at a backup's members before a restore begins to change anything. */
    RESTORE_CHECK,
    /** The backup of what is there, before a restore begins to change anything. */
    SAFETY_BACKUP,
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
   * Services that did not run and have to be as they were once the operation has ended.
   *
   * @param stopped those whose containers were there
   * @param absent those without a container
   * @param all whether the stack had no container at all, and so no networks in use either
   */
  public record Asleep(List<String> stopped, List<String> absent, boolean all) {
    public Asleep {
      stopped = List.copyOf(stopped);
      absent = List.copyOf(absent);
    }
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
    return with(folder, stopped, asleep, change);
  }

  public Operation stopping(String container) {
    List<String> more = new ArrayList<>(stopped);
    more.add(container);
    return with(partial, more, asleep, change);
  }

  public Operation startedAgain(String container) {
    List<String> fewer = stopped.stream().filter(one -> !one.equals(container)).toList();
    return with(partial, fewer, asleep, change);
  }

  public Operation waking(Asleep before) {
    return with(partial, stopped, before, change);
  }

  public Operation changing(Change next) {
    return with(partial, stopped, asleep, next);
  }

  private Operation with(
      String folder, List<String> containers, @Nullable Asleep before, @Nullable Change next) {
    return new Operation(
        kind, id, stack, backup, processId, startedAt, folder, containers, before, next);
  }
}
