// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.backup;

import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.cli.output.Amounts;
import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.text.Sizes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wheelhouse backup}: make, list, show and delete backups. */
@picocli.CommandLine.Command(name = "backup", description = "Make, prove and restore backups.")
public final class BackupCommand {

  /** {@code wheelhouse backup create}. */
  @picocli.CommandLine.Command(
      name = "create",
      description = {
        "Back up a stack now.",
        "What does not run is started for the backup and stopped again after it."
      })
  public static final class CreateCommand extends BackupCommandBase {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "STACK",
        defaultValue = "local-ai",
        description = "The stack (default: ${DEFAULT-VALUE}).")
    private String stackName = "local-ai";

    @Option(
        names = "--verify",
        paramLabel = "LEVEL",
        defaultValue = "L2",
        description = "Prove it right after, up to L1, L2 or L3 (${DEFAULT-VALUE}).")
    private VerifyLevel level = VerifyLevel.L2;

    @Option(names = "--note", paramLabel = "TEXT", description = "Your own words.")
    private String note = "";

    public CreateCommand(Session session) {
      super(session);
    }

    @Override
    void runSettled() {
      StackId id = stack(stackName);
      present(id);
      BackupOptions options = new BackupOptions(level, note);
      BackupSummary made =
          job("Back up " + id, control -> engine().backups().create(id, options, control));
      if (json()) {
        output().json(BackupView.of(made));
      } else {
        printDetails(made);
      }
    }
  }

  /** {@code wheelhouse backup list}. */
  @picocli.CommandLine.Command(name = "list", description = "List backups, newest first.")
  public static final class ListCommand extends BackupCommandBase {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "STACK",
        description = "Only of this stack.")
    private @Nullable String stackName;

    public ListCommand(Session session) {
      super(session);
    }

    @Override
    void runSettled() {
      List<BackupSummary> backups =
          stackName == null
              ? engine().backups().listAll()
              : engine().backups().list(stack(stackName));
      if (json()) {
        output().json(backups.stream().map(BackupView::of).toList());
      } else if (backups.isEmpty()) {
        output().line("There are no backups yet; \"wheelhouse backup create\" makes one.");
      } else {
        printTable(backups);
      }
    }

    private void printTable(List<BackupSummary> backups) {
      output()
          .table(
              List.of("BACKUP", "STACK", "AGE", "SIZE", "PROVEN"),
              backups.stream()
                  .map(backup ->
                      List.of(
                          backup.id().value(),
                          backup.stack().value(),
                          Amounts.age(backup.createdAt(), Instant.now()),
                          Sizes.bytes(backup.sizeBytes()),
                          proven(backup)))
                  .toList());
    }
  }

  /** {@code wheelhouse backup show}. */
  @picocli.CommandLine.Command(name = "show", description = "Describe a backup.")
  public static final class ShowCommand extends BackupCommandBase {
    @Parameters(index = "0", paramLabel = "BACKUP", description = "Its name, or \"latest\".")
    private String name = "";

    public ShowCommand(Session session) {
      super(session);
    }

    @Override
    void runSettled() {
      BackupSummary backup = backup(name);
      if (json()) {
        output().json(BackupView.of(backup));
      } else {
        printDetails(backup);
      }
    }
  }

  /** {@code wheelhouse backup delete}. */
  @picocli.CommandLine.Command(name = "delete", description = "Delete a backup for good.")
  public static final class DeleteCommand extends BackupCommandBase {
    @Parameters(index = "0", paramLabel = "BACKUP", description = "Its full name.")
    private String name = "";

    public DeleteCommand(Session session) {
      super(session);
    }

    @Override
    void runSettled() {
      BackupSummary backup = backup(name.equals("latest") ? "" : name);
      engine().backups().delete(backup.id());
      if (json()) {
        output().json(Map.of("deleted", backup.id().value()));
      } else {
        output().line("deleted " + backup.id());
      }
    }
  }
}
