// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeService.Condition;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What others wait for while a service starts. */
final class Milestones {
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<Void> healthy = new CompletableFuture<>();
  private final CompletableFuture<Void> completed = new CompletableFuture<>();

  void started() {
    started.complete(null);
  }

  void healthy() {
    started.complete(null);
    healthy.complete(null);
  }

  void completed() {
    healthy();
    completed.complete(null);
  }

  void failed(ProblemException failure) {
    started.completeExceptionally(failure);
    healthy.completeExceptionally(failure);
    completed.completeExceptionally(failure);
  }

  boolean reached(Condition condition) {
    CompletableFuture<Void> future = of(condition);
    return future.isDone() && !future.isCompletedExceptionally();
  }

  /** Waits; the problem when it failed instead. */
  Optional<Problem> await(Condition condition) throws InterruptedException {
    try {
      of(condition).get();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException failure) {
        return Optional.of(failure.problem());
      }
      throw new IllegalStateException("only problems are put in", e);
    }
  }

  private CompletableFuture<Void> of(Condition condition) {
    return switch (condition) {
      case STARTED -> started;
      case HEALTHY -> healthy;
      case COMPLETED -> completed;
    };
  }
}
