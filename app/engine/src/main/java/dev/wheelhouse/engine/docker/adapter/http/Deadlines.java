// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter.http;

import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Gives a blocking call an end. docker-java's time-outs do not reach Unix sockets (its socket class
 * has no read time-out), so each call runs on a thread of its own, which is interrupted: that
 * closes the channel it waits on.
 */
public final class Deadlines {
  private static final Duration LOOK = Duration.ofMillis(200);

  private Deadlines() {}

  /**
   * Runs the call and waits for it.
   *
   * @throws ProblemException {@code EngineSilent} after the limit
   */
  public static <T> T call(
      EngineAction action, Duration limit, Endpoint endpoint, Callable<T> call) {
    return call(action, limit, endpoint, call, () -> false);
  }

  /**
   * As above; ends also soon after {@code abandoned} turns true.
   *
   * @throws ProblemException {@code Cancelled} when it was abandoned
   */
  public static <T> T call(
      EngineAction action,
      Duration limit,
      Endpoint endpoint,
      Callable<T> call,
      BooleanSupplier abandoned) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().name("docker-call").start(task);
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (true) {
        try {
          long left = end - System.nanoTime();
          return task.get(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          if (abandoned.getAsBoolean()) {
            task.cancel(true);
            throw new ProblemException(new InputProblem.Cancelled(action.text()), e);
          }
          if (System.nanoTime() - end >= 0) {
            task.cancel(true);
            throw EngineErrors.silent(action, limit);
          }
        }
      }
    } catch (ExecutionException e) {
      throw EngineErrors.broken(endpoint, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new ProblemException(new InputProblem.Cancelled(action.text()), e);
    }
  }
}
