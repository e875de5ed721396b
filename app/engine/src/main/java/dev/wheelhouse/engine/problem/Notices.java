// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.problem;

import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the user should know although the program goes on, kept for those who look later.
 * Thread-safe.
 */
public final class Notices {
  private final List<Problem> past = new CopyOnWriteArrayList<>();
  private final EventBus<Problem> events = new EventBus<>(() -> List.copyOf(past));

  public void add(Problem problem) {
    past.add(problem);
    events.publish(problem);
  }

  /** Past ones first, then each new one. */
  public Events<Problem> events() {
    return events;
  }

  public List<Problem> past() {
    return List.copyOf(past);
  }
}
