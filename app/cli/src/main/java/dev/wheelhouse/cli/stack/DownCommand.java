// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackId;

/** {@code wheelhouse down}: stops a stack; its data stays. */
@picocli.CommandLine.Command(
    name = "down",
    description = "Stop a stack and remove its containers and networks; its data stays.")
public final class DownCommand extends StackCommandBase {
  public DownCommand(Session session) {
    super(session);
  }

  @Override
  protected void run() {
    StackId id = stackId();
    var services = services();
    present(id);
    settle();
    try (Subscription timeline = tellTimeline(id)) {
      Stack stopped = job("Stop " + id, control -> engine().stacks().stop(id, services, control));
      print(stopped);
    }
  }
}
