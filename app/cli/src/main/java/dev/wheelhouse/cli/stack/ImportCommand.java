// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.cli.output.PlainText;
import dev.wheelhouse.engine.compose.ComposeDanger;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackImport;
import java.io.Console;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wheelhouse stack import}: shows what is dangerous in a project, asks, and takes it. */
@picocli.CommandLine.Command(
    name = "import",
    description = {
      "Make a stack of a Compose project: copy its folder, show what in it reaches beyond its"
          + " containers, and ask.",
      "Given the folder of a stack that was imported, it shows what is dangerous now and asks"
          + " again."
    })
public final class ImportCommand extends Command {
  @Parameters(
      index = "0",
      paramLabel = "PROJECT",
      description = "A folder with a Compose file, or that file.")
  private Path source = Path.of(".");

  @Option(
      names = "--name",
      paramLabel = "STACK",
      description = "What the stack is called (default: the project's name).")
  private String name = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  public ImportCommand(Session session) {
    super(session);
  }

  @Override
  protected void run() {
    StackImport looked = engine().stackImports().look(source, name);
    boolean taken = false;
    try {
      // With JSON and --yes nobody is asked, and the document tells all of it.
      if (!json() || !yes) {
        show(looked);
      }
      ask(looked);
      engine().stackImports().accept(looked);
      taken = true;
    } finally {
      if (!taken) {
        engine().stackImports().drop(looked);
      }
    }
    done(looked);
  }

  private void show(StackImport looked) {
    List<ComposeDanger> dangers = looked.dangers();
    output()
        .remark(
            dangers.isEmpty()
                ? "Nothing in " + looked.id() + " reaches beyond its containers."
                : "What " + looked.id() + " could do beyond its containers:");
    for (ComposeDanger danger : dangers) {
      listed("  ! " + danger.what() + ": " + danger.why());
      listed("    " + danger.file() + ":" + danger.line() + "  " + danger.key());
    }
    looked.notices().forEach(notice -> listed("  · " + notice));
  }

  /** Texts of the project's files, which must not look like further lines of the list. */
  private void listed(String text) {
    output().remark(PlainText.oneLine(text));
  }

  private void ask(StackImport looked) {
    if (yes) {
      return;
    }
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (console.isEmpty()) {
      throw new ProblemException(
          new BadInput(
              "The command",
              "nobody can be asked here",
              "Run it in a terminal, or add --yes after reading what is dangerous."));
    }
    output().prompt("Import it as the stack \"%s\"? [y/N] ".formatted(looked.id().value()));
    String answer = console.get().readLine();
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw new ProblemException(new Cancelled("The import"));
    }
  }

  private void done(StackImport looked) {
    String stack = looked.id().value();
    if (json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("stack", stack);
      view.put("folder", engine().home().stacks().resolve(stack).toString());
      view.put("dangers", looked.dangers());
      view.put("notices", looked.notices());
      output().json(view);
      return;
    }
    output().line("imported " + stack + "; start it with: wheelhouse up " + stack);
  }
}
