// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.compose.write.ComposeDocument;
import dev.wheelhouse.engine.docker.DockerConnection.State.Connected;
import dev.wheelhouse.engine.stack.Stack;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** {@code wheelhouse stack}: what stacks there are. */
@picocli.CommandLine.Command(name = "stack", description = "List and describe stacks.")
public final class StackCommand {

  /** {@code wheelhouse stack list}. */
  @picocli.CommandLine.Command(name = "list", description = "List all stacks.")
  public static final class ListCommand extends Command {
    public ListCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      boolean connected = engine().connection().refresh() instanceof Connected;
      List<Stack> stacks =
          engine().stacks().list().stream()
              .map(stack -> connected ? engine().stacks().refresh(stack.id()) : stack)
              .toList();
      if (json()) {
        output().json(stacks.stream().map(StackView::of).toList());
        return;
      }
      output()
          .table(
              List.of("STACK", "STATE", "SERVICES", "DESCRIPTION"),
              stacks.stream()
                  .map(stack ->
                      List.of(
                          stack.id().value(),
                          StackView.word(stack.state()),
                          String.valueOf(stack.services().size()),
                          stack.description()))
                  .toList());
    }
  }

  /** {@code wheelhouse stack show}. */
  @picocli.CommandLine.Command(name = "show", description = "Describe a stack and its services.")
  public static final class ShowCommand extends StackCommandBase {
    public ShowCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      print(readable(stackId()));
    }
  }

  /** {@code wheelhouse stack config}. */
  @picocli.CommandLine.Command(
      name = "config",
      description = {
        "Print the Compose file as it takes effect: variables put in, paths absolute.",
        "Secrets are shown as the paths of their files, never their contents."
      })
  public static final class ConfigCommand extends Command {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "STACK",
        defaultValue = "local-ai",
        description = "The stack (default: ${DEFAULT-VALUE}).")
    private String stackName = "local-ai";

    public ConfigCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      Map<String, Object> document =
          ComposeDocument.of(engine().stackFiles(stack(stackName)).project());
      if (json()) {
        output().json(document);
      } else {
        output().line(ComposeDocument.yaml(document));
      }
    }
  }
}
