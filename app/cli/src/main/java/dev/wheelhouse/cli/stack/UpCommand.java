// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackPlan;
import dev.wheelhouse.engine.stack.StartOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** {@code wheelhouse up}: starts a stack and waits for health. */
@picocli.CommandLine.Command(
    name = "up",
    description = "Start a stack in dependency order and wait until it is healthy.")
public final class UpCommand extends StackCommandBase {
  @Option(
      names = "--timeout",
      paramLabel = "S",
      defaultValue = "180",
      description = "Seconds that one service may take to become healthy (${DEFAULT-VALUE}).")
  private int timeout = 180;

  @Option(names = "--plan", description = "Only show what a start would do.")
  private boolean planOnly;

  public UpCommand(Session session) {
    super(session);
  }

  @Override
  protected void run() {
    if (timeout < 1) {
      throw wrongUsage("--timeout needs at least one second");
    }
    StackId id = stackId();
    var services = services();
    present(id);
    settle();
    if (planOnly) {
      print(engine().stacks().plan(id));
      return;
    }
    StartOptions options = new StartOptions(services, Duration.ofSeconds(timeout));
    try (Subscription timeline = tellTimeline(id)) {
      Stack started = job("Start " + id, control -> engine().stacks().start(id, options, control));
      print(started);
    }
  }

  private void print(StackPlan plan) {
    if (json()) {
      output().json(StackView.of(plan));
      return;
    }
    plan.services()
        .forEach(service ->
            output()
                .line(
                    "%-8s %s%s"
                        .formatted(
                            StackView.word(service.action()),
                            service.service(),
                            service.reason().isEmpty() ? "" : ": " + service.reason())));
    plan.imagesToPull().forEach(image -> output().line("pull     " + image));
    plan.newVolumes().forEach(volume -> output().line("volume   " + volume));
    plan.hostPorts().forEach(port -> output().line("port     " + port));
  }
}
