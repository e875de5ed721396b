// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.compose.load.ComposeSources;
import dev.wheelhouse.engine.compose.read.ComposeLoader;
import dev.wheelhouse.engine.compose.read.Trust;
import dev.wheelhouse.engine.compose.write.ComposeDocument;
import dev.wheelhouse.engine.docker.DockerConnection.State.Connected;
import dev.wheelhouse.engine.stack.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
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
        "Secrets of a stack are shown as the paths of their files, never their contents.",
        "With --file it prints what \"docker compose config\" prints for these files, hiding"
            + " nothing of what is written in them."
      })
  public static final class ConfigCommand extends Command {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "STACK",
        description = "The stack (default: local-ai).")
    private @Nullable String stackName;

    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        description = "A Compose file instead of a stack; each is laid over those before it.")
    private List<Path> files = new ArrayList<>();

    @Option(
        names = "--env-file",
        paramLabel = "FILE",
        description = "Variables, in the place of the .env beside the first file.")
    private List<Path> environment = new ArrayList<>();

    @Option(
        names = "--profile",
        paramLabel = "PROFILE",
        description = "A profile that is on; * for all.")
    private List<String> profiles = new ArrayList<>();

    public ConfigCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      Map<String, Object> document = files.isEmpty() ? ofStack() : ofFiles();
      if (json()) {
        output().json(document);
      } else {
        output().line(ComposeDocument.yaml(document));
      }
    }

    private Map<String, Object> ofStack() {
      if (!environment.isEmpty() || !profiles.isEmpty()) {
        throw wrongUsage("--env-file and --profile need --file; a stack has its own .env");
      }
      String name = stackName == null ? "local-ai" : stackName;
      return ComposeDocument.of(engine().stackFiles(stack(name)).project());
    }

    private Map<String, Object> ofFiles() {
      if (stackName != null) {
        throw wrongUsage("Name a stack or files, not both");
      }
      ComposeSources sources = ComposeSources.of(files, environment, profiles);
      return ComposeDocument.whole(ComposeLoader.document(sources, Trust.OWN));
    }
  }
}
