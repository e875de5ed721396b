// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.backup;

import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.backup.UndoReport;
import dev.wheelhouse.engine.stack.StackId;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** What can be done with the volumes that a restore replaced. */
public final class OldVolumesCommands {
  private OldVolumesCommands() {}

  /** {@code wheelhouse backup undo}. */
  @picocli.CommandLine.Command(
      name = "undo",
      description = "Switch back to the volumes from before the last restore.")
  public static final class UndoCommand extends BackupCommandBase {
    @Parameters(index = "0", arity = "0..1", paramLabel = "STACK", defaultValue = "local-ai")
    private String stackName = "local-ai";

    public UndoCommand(Session session) {
      super(session);
    }

    @Override
    void runSettled() {
      StackId id = stack(stackName);
      present(id);
      UndoReport report =
          job("Undo the restore of " + id, control -> engine().backups().undoRestore(id, control));
      if (json()) {
        output().json(Map.of("stack", id.value(), "undone", !report.restoredInUse()));
      } else {
        output().line(id + ": " + report.text());
      }
    }
  }

  /** {@code wheelhouse backup drop-old}. */
  @picocli.CommandLine.Command(
      name = "drop-old",
      description = "Remove the volumes that restores replaced; there is no undo after it.")
  public static final class DropOldCommand extends BackupCommandBase {
    @Parameters(index = "0", arity = "0..1", paramLabel = "STACK", defaultValue = "local-ai")
    private String stackName = "local-ai";

    public DropOldCommand(Session session) {
      super(session);
    }

    @Override
    void runSettled() {
      StackId id = stack(stackName);
      present(id);
      List<String> volumes = engine().backups().keptVolumes(id);
      engine().backups().dropKeptVolumes(id);
      if (json()) {
        output().json(Map.of("stack", id.value(), "dropped", volumes));
      } else if (volumes.isEmpty()) {
        output().line("there are no old volumes");
      } else {
        volumes.forEach(volume -> output().line("dropped " + volume));
      }
    }
  }
}
