// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackId;

/** {@code wheelhouse restart}: restarts services in place. */
@picocli.CommandLine.Command(
    name = "restart",
    description = "Restart services in place and wait until they are healthy.")
public final class RestartCommand extends StackCommandBase {
  public RestartCommand(Session session) {
    super(session);
  }

  @Override
  protected void run() {
    StackId id = stackId();
    var services = services();
    present(id);
    settle();
    try (Subscription timeline = tellTimeline(id)) {
      Stack restarted =
          job("Restart " + id, control -> engine().stacks().restart(id, services, control));
      print(restarted);
    }
  }
}
