// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.stack.StackEvent.Timeline;
import dev.wheelhouse.engine.stack.StackEvent.Timeline.Level;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.plan.Observed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What containers tell of the time before this program ran, so that a timeline begins with it. */
final class Past {
  private Past() {}

  /** Starts and ends, the oldest first. */
  static List<Timeline> of(StackId stack, Observed observed) {
    List<Timeline> lines = new ArrayList<>();
    observed
        .copies()
        .forEach((service, copies) ->
            copies.forEach((number, container) -> {
              String name = copies.size() > 1 ? service + "-" + number : service;
              add(stack, service, name, container, lines);
            }));
    lines.sort(Comparator.comparing(Timeline::at));
    return lines;
  }

  private static void add(
      StackId stack, String service, String name, ContainerDetail container, List<Timeline> lines) {
    Instant started = container.startedAt();
    if (started != null) {
      lines.add(new Timeline(stack, started, Level.INFO, service, name + " started"));
    }
    Instant finished = container.finishedAt();
    if (finished != null && !container.running()) {
      lines.add(new Timeline(stack, finished, end(container), service, end(name, container)));
    }
  }

  private static Level end(ContainerDetail container) {
    return container.exitCode() == 0 ? Level.INFO : Level.BAD;
  }

  private static String end(String service, ContainerDetail container) {
    return service + " ended with exit status " + container.exitCode();
  }
}
