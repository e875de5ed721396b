// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.backup;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.cli.output.Amounts;
import dev.wheelhouse.engine.backup.BackupId;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.problem.BackupProblem.NoSuchBackup;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.text.Sizes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What commands about backups share. */
abstract class BackupCommandBase extends Command {
  BackupCommandBase(Session session) {
    super(session);
  }

  @Override
  protected final void run() {
    settle();
    runSettled();
  }

  /** The command's own work, after what a killed one left behind was put right. */
  abstract void runSettled();

  /** The backup of that name; {@code latest} is the newest one. */
  final BackupSummary backup(String name) {
    List<BackupSummary> all = engine().backups().listAll();
    return all.stream()
        .filter(backup -> name.equals("latest") || backup.id().value().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                new NoSuchBackup(
                    name, all.stream().map(BackupSummary::id).map(BackupId::value).toList())));
  }

  final void printDetails(BackupSummary backup) {
    output().line(backup.id().value());
    output().line("  of        " + backup.stack());
    output()
        .line(
            "  made      "
                + backup.createdAt().truncatedTo(ChronoUnit.SECONDS)
                + " ("
                + Amounts.age(backup.createdAt(), Instant.now())
                + ", took "
                + Amounts.duration(backup.took())
                + ")");
    output().line("  size      " + Sizes.bytes(backup.sizeBytes()));
    output().line("  proven    " + proven(backup));
    output().line("  folder    " + backup.folder());
    for (BackupSummary.Member member : backup.members()) {
      output()
          .line(
              "  %-9s %s, %s"
                  .formatted(member.service(), member.method(), Sizes.bytes(member.sizeBytes())));
      member.counts().forEach(count -> output().line("            " + count));
    }
    backup.damage().forEach(finding -> output().line("  damaged   " + finding));
  }

  static String proven(BackupSummary backup) {
    if (!backup.damage().isEmpty()) {
      return "damaged";
    }
    return backup.provenLevel() == null ? "not yet" : backup.provenLevel().name();
  }
}
