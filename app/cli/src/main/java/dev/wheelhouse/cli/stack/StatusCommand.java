// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.cli.output.Amounts;
import dev.wheelhouse.engine.backup.UnfinishedOperation;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code wheelhouse status}: the true state of a stack, asked from the engine now. */
@picocli.CommandLine.Command(name = "status", description = "Show the services of a stack.")
public final class StatusCommand extends StackCommandBase {
  public StatusCommand(Session session) {
    super(session);
  }

  @Override
  protected void run() {
    StackId id = stackId();
    Stack stack = readable(id);
    Optional<UnfinishedOperation> unfinished = engine().backups().unfinished(id);
    if (json()) {
      Map<String, Object> view = StackView.of(stack);
      view.put("unfinished", unfinished.map(one -> view(one, stack)).orElse(null));
      output().json(view);
      return;
    }
    print(stack);
    unfinished.ifPresent(one -> print(one, stack));
  }

  private void print(UnfinishedOperation operation, Stack stack) {
    List<String> stopped = stopped(operation, stack);
    String what =
        operation.atWork()
            ? "A %s is at work (process %d, began %s)"
            : "A %s did not end (process %d, began %s)";
    String age = Amounts.age(operation.startedAt(), Instant.now());
    output()
        .line(
            what.formatted(operation.kind(), operation.processId(), age)
                + (stopped.isEmpty() ? "" : "; it stopped " + String.join(", ", stopped)));
    if (!operation.atWork()) {
      output()
          .line("  → \"wheelhouse up\", \"down\" or any \"wheelhouse backup\" puts things right.");
    }
  }

  private static Map<String, Object> view(UnfinishedOperation operation, Stack stack) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("kind", operation.kind());
    view.put("startedAt", operation.startedAt());
    view.put("process", operation.processId());
    view.put("atWork", operation.atWork());
    view.put("stopped", stopped(operation, stack));
    return view;
  }

  /** Names of the services whose containers it stopped. */
  private static List<String> stopped(UnfinishedOperation operation, Stack stack) {
    return stack.services().stream()
        .filter(service -> operation.stopped().contains(service.containerId()))
        .map(ServiceStatus::name)
        .toList();
  }
}
