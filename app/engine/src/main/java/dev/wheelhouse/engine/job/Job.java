// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.job;

import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.InputProblem.Unexpected;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One long action: its progress, its cancel button and its outcome. */
public final class Job<T> {
  /** The action itself; it blocks. */
  @FunctionalInterface
  public interface Work<T> {
    T run(JobControl control) throws Exception;
  }

  private static final Logger log = LoggerFactory.getLogger(Job.class);
  private static final Pattern USERS_WORDS = Pattern.compile("“.*”", Pattern.DOTALL);

  private final Clock clock;
  private final Consumer<JobSnapshot> changed;
  private final CompletableFuture<T> outcome = new CompletableFuture<>();
  private final List<Runnable> cancelActions = new CopyOnWriteArrayList<>();
  private volatile boolean cancelled;
  private volatile JobSnapshot snapshot;

  Job(long id, String title, boolean quiet, Clock clock, Consumer<JobSnapshot> changed) {
    this.clock = clock;
    this.changed = changed;
    this.snapshot =
        new JobSnapshot(
            id,
            title,
            quiet,
            JobSnapshot.State.RUNNING,
            Progress.step(title),
            clock.instant(),
            null,
            null);
  }

  public JobSnapshot snapshot() {
    return snapshot;
  }

  /** Asks the action to end; it ends at its next safe point. */
  public void cancel() {
    cancelled = true;
    cancelActions.forEach(Runnable::run);
  }

  /** Waits for the outcome; throws what the action threw. */
  public T await() {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Completes with the outcome or with a {@link ProblemException}. */
  public CompletableFuture<T> outcome() {
    return outcome.copy();
  }

  /** The border where every exception of an action becomes a problem. */
  void run(Work<T> work) {
    changed.accept(snapshot);
    log.info("{}: started", loggable(snapshot.title()));
    try {
      T result = work.run(new Control());
      finish(JobSnapshot.State.DONE, null);
      outcome.complete(result);
    } catch (Exception e) {
      ProblemException problem = asProblem(e);
      boolean byUser = problem.problem() instanceof Cancelled;
      finish(
          byUser ? JobSnapshot.State.CANCELLED : JobSnapshot.State.FAILED,
          byUser ? null : problem.problem());
      outcome.completeExceptionally(problem);
    }
  }

  private ProblemException asProblem(Exception e) {
    if (cancelled) {
      return new ProblemException(new Cancelled(snapshot.title()), e);
    }
    if (e instanceof ProblemException problem) {
      return problem;
    }
    log.error("{} failed unexpectedly", loggable(snapshot.title()), e);
    return new ProblemException(new Unexpected(snapshot.title(), e.toString()), e);
  }

  private void finish(JobSnapshot.State state, @Nullable Problem problem) {
    snapshot = snapshot.ended(state, clock.instant(), problem);
    tell(snapshot);
    changed.accept(snapshot);
  }

  /** The story of a session in the log: what ran, how it ended, how long it took. */
  private static void tell(JobSnapshot ended) {
    String title = loggable(ended.title());
    String time = seconds(ended);
    Problem problem = ended.problem();
    if (problem == null) {
      boolean done = ended.state() == JobSnapshot.State.DONE;
      log.info("{}: {} after {}", title, done ? "done" : "cancelled", time);
    } else {
      log.warn(
          "{}: failed after {}: {} ({})", title, time, loggable(problem.cause()), problem.code());
    }
  }

  /** A conversation is named by what was asked in it, and questions do not go into the log. */
  private static String loggable(String title) {
    return USERS_WORDS.matcher(title).replaceAll("“…”");
  }

  private static String seconds(JobSnapshot ended) {
    Instant end = Objects.requireNonNull(ended.endedAt());
    return String.format(
        Locale.ROOT, "%.1f s", Duration.between(ended.startedAt(), end).toMillis() / 1000.0);
  }

  private final class Control implements JobControl {
    @Override
    public void report(Progress progress) {
      snapshot = snapshot.with(progress);
      changed.accept(snapshot);
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }

    @Override
    public void checkCancelled() {
      if (cancelled) {
        throw new ProblemException(new Cancelled(snapshot.title()));
      }
    }

    @Override
    public Subscription onCancel(Runnable action) {
      cancelActions.add(action);
      if (cancelled) {
        action.run();
      }
      return () -> cancelActions.remove(action);
    }
  }
}
