// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import dev.wheelhouse.cli.backup.BackupCommand;
import dev.wheelhouse.cli.backup.OldVolumesCommands;
import dev.wheelhouse.cli.backup.RestoreCommand;
import dev.wheelhouse.cli.backup.VerifyCommand;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.cli.host.DoctorCommand;
import dev.wheelhouse.cli.host.EngineCommand;
import dev.wheelhouse.cli.host.GatewayCommand;
import dev.wheelhouse.cli.host.GatewayKeysCommand;
import dev.wheelhouse.cli.host.GatewayRoutesCommand;
import dev.wheelhouse.cli.host.InstallCommand;
import dev.wheelhouse.cli.model.ChatCommand;
import dev.wheelhouse.cli.model.ModelsCommand;
import dev.wheelhouse.cli.stack.DownCommand;
import dev.wheelhouse.cli.stack.ImportCommand;
import dev.wheelhouse.cli.stack.LogsCommand;
import dev.wheelhouse.cli.stack.RestartCommand;
import dev.wheelhouse.cli.stack.StackCommand;
import dev.wheelhouse.cli.stack.StatusCommand;
import dev.wheelhouse.cli.stack.UpCommand;
import dev.wheelhouse.engine.Engine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The tree of commands. */
@Command(
    name = "wheelhouse",
    version = "wheelhouse " + Engine.VERSION,
    mixinStandardHelpOptions = true,
    synopsisHeading = "",
    customSynopsis = {
      "Usage: wheelhouse [WINDOW OPTION...]    the window",
      "       wheelhouse COMMAND [ARGUMENT...]"
    },
    description = "The control center for AI stacks on your own machine.",
    footer = {
      "",
      "Window options: --screen NAME (home, status, logs, backups, chat, models, gateway, doctor,"
          + " settings), --theme light|dark, --size WxH, --screenshot FILE (writes its picture and"
          + " ends).",
      "",
      "Exit status: 0 done, 1 failed (cause and remedy on standard error), 2 wrong usage.",
      "WHEELHOUSE_HOME moves every file that the product writes."
    })
final class Wheelhouse {
  private Wheelhouse() {}

  static CommandLine commandLine(Session session) {
    CommandLine line = new CommandLine(new Wheelhouse());
    add(line, new UpCommand(session));
    add(line, new DownCommand(session));
    add(line, new RestartCommand(session));
    add(line, new StatusCommand(session));
    add(line, new LogsCommand(session));
    group(
        line,
        new BackupCommand(),
        new BackupCommand.CreateCommand(session),
        new BackupCommand.ListCommand(session),
        new BackupCommand.ShowCommand(session),
        new VerifyCommand(session),
        new RestoreCommand(session),
        new OldVolumesCommands.UndoCommand(session),
        new OldVolumesCommands.DropOldCommand(session),
        new BackupCommand.DeleteCommand(session));
    group(
        line,
        new StackCommand(),
        new StackCommand.ListCommand(session),
        new StackCommand.ShowCommand(session),
        new StackCommand.ConfigCommand(session),
        new ImportCommand(session));
    group(
        line,
        new EngineCommand(),
        new EngineCommand.StatusCommand(session),
        new InstallCommand(session));
    group(
        line,
        new ModelsCommand(),
        new ModelsCommand.ListCommand(session),
        new ModelsCommand.PullCommand(session),
        new ModelsCommand.ShowCommand(session),
        new ModelsCommand.RemoveCommand(session));
    add(line, new ChatCommand(session));
    CommandLine gateway =
        group(
            line,
            new GatewayCommand(),
            new GatewayCommand.RunCommand(session),
            new GatewayCommand.StatusCommand(session),
            new GatewayCommand.TestCommand(session),
            new GatewayRoutesCommand.ListCommand(session),
            new GatewayRoutesCommand.ExplainCommand(session),
            new GatewayCommand.TokenCommand(session));
    group(
        gateway,
        new GatewayKeysCommand(),
        new GatewayKeysCommand.ListCommand(session),
        new GatewayKeysCommand.CreateCommand(session),
        new GatewayKeysCommand.RevokeCommand(session));
    add(line, new DoctorCommand(session));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  private static void add(CommandLine line, Object command) {
    CommandLine child = new CommandLine(command);
    child.getCommandSpec().mixinStandardHelpOptions(true);
    line.addSubcommand(child);
  }

  private static CommandLine group(CommandLine line, Object group, Object... commands) {
    CommandLine parent = new CommandLine(group);
    parent.getCommandSpec().mixinStandardHelpOptions(true);
    for (Object command : commands) {
      add(parent, command);
    }
    line.addSubcommand(parent);
    return parent;
  }
}
