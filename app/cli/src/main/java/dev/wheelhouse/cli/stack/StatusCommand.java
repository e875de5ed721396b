// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import dev.wheelhouse.cli.command.Session;

/** {@code wheelhouse status}: the true state of a stack, asked from the engine now. */
@picocli.CommandLine.Command(name = "status", description = "Show the services of a stack.")
public final class StatusCommand extends StackCommandBase {
  public StatusCommand(Session session) {
    super(session);
  }

  @Override
  protected void run() {
    print(present(stackId()));
  }
}
