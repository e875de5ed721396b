// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.cli.output.ExitStatus;
import dev.wheelhouse.cli.output.Output;
import dev.wheelhouse.engine.Engine;
import dev.wheelhouse.engine.EngineOptions;
import dev.wheelhouse.engine.problem.InputProblem.Unexpected;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The command line's entry point. */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] arguments) {
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter error = writer(FileDescriptor.err);
    boolean terminal = isTerminal();
    int status =
        run(
            new Output(out, error, terminal),
            out,
            error,
            () -> Engine.open(EngineOptions.ofThisProcess()),
            arguments);
    out.flush();
    error.flush();
    System.exit(status);
  }

  /** Runs one command line and returns its exit status. */
  static int run(
      Output output,
      PrintWriter out,
      PrintWriter error,
      Supplier<Engine> engine,
      String... arguments) {
    try (Session session = new Session(output, engine)) {
      CommandLine line = Wheelhouse.commandLine(session);
      line.setOut(out);
      line.setErr(error);
      line.setExecutionExceptionHandler((exception, command, parsed) -> {
        log.error("{} failed", command.getCommandName(), exception);
        output.problem(
            new Unexpected(command.getCommandName(), exception.toString()), session.json());
        return ExitStatus.FAILED;
      });
      return line.execute(arguments);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // null where another console provider was chosen
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
