// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.backup;

import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.cli.output.Amounts;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.backup.VerifyReport;
import dev.wheelhouse.engine.problem.BackupProblem.BackupDamaged;
import dev.wheelhouse.engine.problem.ProblemException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wheelhouse backup verify}: proves a backup; damage is a failure. */
@picocli.CommandLine.Command(
    name = "verify",
    description = {
      "Prove a backup.",
      "L1 checks sizes and checksums, L2 reads every member with its own tool, L3 restores it into"
          + " throw-away containers and compares counts."
    })
public final class VerifyCommand extends BackupCommandBase {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "BACKUP",
      defaultValue = "latest",
      description = "Its name, or \"latest\" (default).")
  private String name = "latest";

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      defaultValue = "L2",
      description = "L1, L2 or L3 (${DEFAULT-VALUE}).")
  private VerifyLevel level = VerifyLevel.L2;

  public VerifyCommand(Session session) {
    super(session);
  }

  @Override
  void runSettled() {
    BackupSummary backup = backup(name);
    if (level != VerifyLevel.L1) {
      present(backup.stack());
    }
    VerifyReport report =
        job(
            "Verify " + backup.id(),
            control -> engine().backups().verify(backup.id(), level, control));
    if (!report.good()) {
      throw new ProblemException(new BackupDamaged(backup.id().value(), report.findings()));
    }
    if (json()) {
      output().json(BackupView.of(report));
      return;
    }
    report.checks().forEach(check -> output().line("  " + check));
    output()
        .line(
            backup.id()
                + " is good at level "
                + report.level()
                + " ("
                + Amounts.duration(report.took())
                + ")");
  }
}
