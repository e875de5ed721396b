// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import dev.wheelhouse.engine.problem.Problem;
import java.io.PrintStream;
import java.util.List;
import javafx.application.Application;

/**
 * Starts Wheelhouse: the window, or with a command as first argument the command line. Not an
 * {@code Application} itself: with JavaFX on the class path the Java launcher refuses to start one.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && !WindowOptions.names(arguments[0])) {
      dev.wheelhouse.cli.Main.main(arguments);
      return;
    }
    try {
      WindowOptions.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      tell(System.err, e.getMessage() + "\n" + WindowOptions.USAGE);
      System.exit(2);
    }
    Application.launch(DesktopApplication.class, arguments);
  }

  /** Says on the terminal why there is no window. */
  static void tell(PrintStream terminal, Problem problem) {
    tell(terminal, problem.cause());
    problem.evidence().forEach(line -> tell(terminal, "  " + line));
    tell(terminal, problem.remedy());
  }

  private static void tell(PrintStream terminal, String text) {
    terminal.println(text.strip());
  }
}
