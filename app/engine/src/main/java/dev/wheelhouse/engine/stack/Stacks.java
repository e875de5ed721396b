// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.job.JobControl;
import java.util.List;
import java.util.Set;

/**
 * All stacks. Reading never blocks on the engine: it returns the last known state. The other
 * methods block until done and throw {@link dev.wheelhouse.engine.problem.ProblemException}.
 * Thread-safe.
 */
public interface Stacks {

  List<Stack> list();

  /** The last known snapshot; {@code NoSuchStack} when there is none of that name. */
  Stack get(StackId id);

  /** Asks the engine now and returns the true state. */
  Stack refresh(StackId id);

  /** Snapshots of every stack first, then changes, timeline lines and pull progress. */
  Events<StackEvent> events();

  /** The newest timeline lines of a stack, oldest first (at most 500). */
  List<StackEvent.Timeline> timeline(StackId id);

  /** What {@link #start} would do. */
  StackPlan plan(StackId id);

  /**
   * Starts in dependency order and waits for health. Services that fail leave the others running;
   * then it throws {@code StartIncomplete}. Pressing it again resumes. Cancel stops what this call
   * started.
   */
  Stack start(StackId id, StartOptions options, JobControl control);

  /**
   * Stops and removes the containers in reverse order, each with its grace; volumes and networks:
   * the volumes stay, the networks go when the whole stack stops.
   *
   * @param services only these; empty for all
   */
  Stack stop(StackId id, Set<String> services, JobControl control);

  /** Restarts single services in place and waits for health; empty for all. */
  Stack restart(StackId id, Set<String> services, JobControl control);

  /**
   * Gives a variable that names a host port, such as GRAFANA_PORT, a free port in the stack's .env
   * file. The next start uses it.
   *
   * @return the port
   */
  int chooseFreePort(StackId id, String variable);
}
