// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.cli.output.Amounts;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.NoSuchService;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Parameters;

/** A command on one stack and, where named, some of its services. */
abstract class StackCommandBase extends Command {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "STACK",
      defaultValue = "local-ai",
      description = "The stack (default: ${DEFAULT-VALUE}).")
  private String stackName = "local-ai";

  @Parameters(index = "1..*", paramLabel = "SERVICE", description = "Only these services.")
  private List<String> serviceNames = new ArrayList<>();

  StackCommandBase(Session session) {
    super(session);
  }

  final StackId stackId() {
    return stack(stackName);
  }

  /** The named services; empty for all. */
  final Set<String> services() {
    List<String> known =
        engine().stacks().get(stackId()).services().stream().map(ServiceStatus::name).toList();
    for (String name : serviceNames) {
      if (!known.contains(name)) {
        throw new ProblemException(new NoSuchService(stackName, name, known));
      }
    }
    return new LinkedHashSet<>(serviceNames);
  }

  /**
   * The true state now. Without its files nothing could be said of its services, so what is wrong
   * with them is told instead.
   */
  final Stack readable(StackId id) {
    engine().stackFiles(id);
    return present(id);
  }

  /** Tells the timeline on standard error while the returned subscription is open. */
  final Subscription tellTimeline(StackId id) {
    Instant from = Instant.now();
    return engine()
        .stacks()
        .events()
        .subscribe(event -> {
          if (!json()
              && event instanceof StackEvent.Timeline line
              && line.stack().equals(id)
              && !line.at().isBefore(from)) {
            output().endProgress();
            output().remark(line.text());
          }
        });
  }

  /** Prints the stack as it was asked for. */
  final void print(Stack stack) {
    if (json()) {
      output().json(StackView.of(stack));
      return;
    }
    output()
        .line(
            "%s: %s, %d of %d healthy%s"
                .formatted(
                    stack.id(),
                    StackView.word(stack.state()),
                    stack.healthy(),
                    stack.services().size(),
                    stack.since() == null
                        ? ""
                        : ", started " + Amounts.age(stack.since(), Instant.now())));
    output()
        .table(
            List.of("SERVICE", "STATE", "IMAGE", "DETAIL", "PORTS"),
            stack.services().stream()
                .map(service ->
                    List.of(
                        service.name(),
                        StackView.word(service.state()),
                        service.image(),
                        service.detail(),
                        String.join(", ", StackView.ports(service))))
                .toList());
  }
}
