// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.backup;

import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.cli.output.Amounts;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.RestoreOptions;
import dev.wheelhouse.engine.backup.RestorePlan;
import dev.wheelhouse.engine.backup.RestoreReport;
import dev.wheelhouse.engine.text.Sizes;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wheelhouse backup restore}: into new volumes; the old ones are kept. */
@picocli.CommandLine.Command(
    name = "restore",
    description = {
      "Restore a backup into new volumes and switch to them.",
      "The old volumes are kept: \"backup undo\" switches back, \"backup drop-old\" removes them."
    })
public final class RestoreCommand extends BackupCommandBase {
  @Parameters(index = "0", paramLabel = "BACKUP", description = "Its name, or \"latest\".")
  private String name = "";

  @Option(names = "--plan", description = "Only show what a restore would do.")
  private boolean planOnly;

  @Option(
      names = "--no-safety-backup",
      description = "Do not back up what is there first; the old volumes are kept all the same.")
  private boolean withoutSafety;

  public RestoreCommand(Session session) {
    super(session);
  }

  @Override
  void runSettled() {
    BackupSummary backup = backup(name);
    present(backup.stack());
    if (planOnly) {
      print(engine().backups().plan(backup.id()));
      return;
    }
    RestoreReport report =
        job(
            "Restore " + backup.id(),
            control ->
                engine()
                    .backups()
                    .restore(backup.id(), new RestoreOptions(!withoutSafety), control));
    if (json()) {
      output().json(BackupView.of(report));
      return;
    }
    report.comparisons().forEach(line -> output().line("  " + line));
    report.keptVolumes().forEach(volume -> output().line("  kept  " + volume));
    output().line("restored " + backup.id() + " in " + Amounts.duration(report.took()));
  }

  private void print(RestorePlan plan) {
    if (json()) {
      output().json(BackupView.of(plan));
      return;
    }
    plan.stops().forEach(line -> output().line("stop     " + line));
    plan.replaces().forEach(line -> output().line("replace  " + line));
    plan.newVolumes().forEach(line -> output().line("volume   " + line));
    plan.versions().forEach(line -> output().line("version  " + line));
    output()
        .line(
            "space    %s needed, %s free"
                .formatted(Sizes.bytes(plan.neededBytes()), Sizes.bytes(plan.freeBytes())));
    plan.refusals().forEach(line -> output().line("refused  " + line));
  }
}
