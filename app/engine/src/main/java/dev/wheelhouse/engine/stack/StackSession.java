// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

import dev.wheelhouse.engine.job.JobControl;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A stack that this caller alone works on. Not thread-safe. */
public interface StackSession extends AutoCloseable {
  /** The files as they are now. */
  StackFiles files();

  /**
   * Writes variables into the stack's {@code .env}, in one step; an empty value removes one. What
   * depends on them is recreated by the next {@link #start}.
   */
  void setVariables(Map<String, String> values);

  /** The service's container, running or not. */
  Optional<String> container(String service);

  /** Stops services with their grace and keeps their containers; empty for all. */
  void halt(Set<String> services, JobControl control);

  /** Stops services with their grace and removes their containers; empty for all. */
  void stop(Set<String> services, JobControl control);

  /**
   * Starts services and waits for health, what they depend on first; creates and recreates
   * containers where the files say so. Empty for all.
   *
   * @param timeout for one service to become healthy
   * @throws dev.wheelhouse.engine.problem.ProblemException {@code StartIncomplete} when one failed
   */
  void start(Set<String> services, Duration timeout, JobControl control);

  @Override
  void close();
}
