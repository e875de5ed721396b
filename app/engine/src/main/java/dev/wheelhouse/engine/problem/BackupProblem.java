// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.problem;

import dev.wheelhouse.engine.text.Sizes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Failures of backup, verification and restore. */
public sealed interface BackupProblem extends Problem {

  /** No backup of that name. */
  record NoSuchBackup(String name, List<String> known) implements BackupProblem {
    public NoSuchBackup {
      known = List.copyOf(known);
    }

    @Override
    public String cause() {
      return "There is no backup \"" + name + "\"";
    }

    @Override
    public List<String> evidence() {
      return known.isEmpty()
          ? List.of("there are no backups yet")
          : List.of("newest: " + known.getFirst());
    }

    @Override
    public String remedy() {
      return "\"wheelhouse backup list\" shows what there is.";
    }

    @Override
    public String code() {
      return "no-such-backup";
    }
  }

  /** The backup is not what was written: changed, cut short, or incomplete. */
  record BackupDamaged(String backup, List<String> findings) implements BackupProblem {
    public BackupDamaged {
      findings = List.copyOf(findings);
    }

    @Override
    public String cause() {
      return "Backup " + backup + " is damaged; nothing was changed";
    }

    @Override
    public List<String> evidence() {
      return findings;
    }

    @Override
    public String remedy() {
      return "Choose another backup; \"wheelhouse backup verify\" says which ones are good.";
    }

    @Override
    public String code() {
      return "backup-damaged";
    }
  }

  /** A step of a backup failed; nothing was published. */
  record BackupFailed(String service, String step, List<String> evidence) implements BackupProblem {
    public BackupFailed {
      evidence = List.copyOf(evidence);
    }

    @Override
    public String cause() {
      return "The backup of " + service + " failed: " + step;
    }

    @Override
    public String remedy() {
      return "Nothing was published and the services run as before; mend the cause and try again.";
    }

    @Override
    public String code() {
      return "backup-failed";
    }
  }

  /** The plan of a restore found a reason not to begin. */
  record RestoreRefused(String backup, List<String> reasons) implements BackupProblem {
    public RestoreRefused {
      reasons = List.copyOf(reasons);
    }

    @Override
    public String cause() {
      return "Backup " + backup + " cannot be restored here; nothing was changed";
    }

    @Override
    public List<String> evidence() {
      return reasons;
    }

    @Override
    public String remedy() {
      return "Remove the named reason, then try again.";
    }

    @Override
    public String code() {
      return "restore-refused";
    }
  }

  /** A step of a restore failed after the start; the old data was put back. */
  record RestoreFailed(String backup, String step, List<String> evidence) implements BackupProblem {
    public RestoreFailed {
      evidence = List.copyOf(evidence);
    }

    @Override
    public String cause() {
      return "Restoring " + backup + " failed: " + step + "; the data from before is in use again";
    }

    @Override
    public String remedy() {
      return "Nothing is lost; mend the cause and try again.";
    }

    @Override
    public String code() {
      return "restore-failed";
    }
  }

  /** A step of a restore failed, and so did putting the old data back. */
  record RestoreUnfinished(String backup, String step, List<String> evidence)
      implements BackupProblem {
    public RestoreUnfinished {
      evidence = List.copyOf(evidence);
    }

    @Override
    public String cause() {
      return "Restoring " + backup + " failed: " + step + "; it is not undone yet";
    }

    @Override
    public String remedy() {
      return "Nothing is lost: the volumes from before are untouched. Once the Docker engine"
          + " answers, start Wheelhouse again: it puts them back in use.";
    }

    @Override
    public String code() {
      return "restore-unfinished";
    }
  }

  /**
   * The stack's {@code .env} does not say what the last restore wrote there, so which volumes hold
   * the live data is not certain.
   *
   * @param expected value of each variable that differs, as the restore wrote it; empty for unset
   * @param found what {@code .env} says now
   */
  record VolumesDisagree(
      String stack, String file, Map<String, String> expected, Map<String, String> found)
      implements BackupProblem {
    public VolumesDisagree {
      expected = Collections.unmodifiableMap(new TreeMap<>(expected));
      found = Map.copyOf(found);
    }

    @Override
    public String cause() {
      return "The .env of " + stack + " does not name the volumes of its last restore any more";
    }

    @Override
    public List<String> evidence() {
      return expected.entrySet().stream()
          .map(entry ->
              entry.getKey()
                  + " is "
                  + shown(found.getOrDefault(entry.getKey(), ""))
                  + "; the last restore left it "
                  + shown(entry.getValue()))
          .toList();
    }

    private static String shown(String value) {
      return value.isEmpty() ? "not set" : "\"" + value + "\"";
    }

    @Override
    public String remedy() {
      List<String> steps = new ArrayList<>();
      List<String> lines =
          expected.entrySet().stream()
              .filter(entry -> !entry.getValue().isEmpty())
              .map(entry -> entry.getKey() + "=" + entry.getValue())
              .toList();
      if (!lines.isEmpty()) {
        steps.add("put back " + String.join(", ", lines));
      }
      List<String> gone =
          expected.entrySet().stream()
              .filter(entry -> entry.getValue().isEmpty())
              .map(Map.Entry::getKey)
              .toList();
      if (!gone.isEmpty()) {
        steps.add("take out " + String.join(", ", gone));
      }
      return "No volume was touched. In "
          + file
          + ", "
          + String.join(" and ", steps)
          + "; then try again.";
    }

    @Override
    public String code() {
      return "volumes-disagree";
    }
  }

  /** Not enough free space; sizes in bytes. */
  record NotEnoughSpace(String where, long needed, long free) implements BackupProblem {
    @Override
    public String cause() {
      return "Not enough free space in " + where;
    }

    @Override
    public List<String> evidence() {
      return List.of(Sizes.bytes(needed) + " needed, " + Sizes.bytes(free) + " free");
    }

    @Override
    public String remedy() {
      return "Free space there, or set WHEELHOUSE_HOME to a folder on a larger disk.";
    }

    @Override
    public String code() {
      return "not-enough-space";
    }
  }
}
