// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.job;

import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Runs long actions and remembers the last ones. Thread-safe. */
public final class Jobs {
  private static final int KEPT = 200;

  private final Executor executor;
  private final Clock clock;
  private final AtomicLong nextId = new AtomicLong(1);
  private final Map<Long, Job<?>> jobs = new LinkedHashMap<>();
  private final EventBus<JobSnapshot> events = new EventBus<>(this::history);

  /**
   * @param executor where actions run, such as one virtual thread each
   */
  public Jobs(Executor executor, Clock clock) {
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * Starts the action and returns at once.
   *
   * @param title for people and for the log, which leaves out what stands between “ and ”: words of
   *     the user belong there
   */
  public <T> Job<T> start(String title, Job.Work<T> work) {
    return start(title, false, work);
  }

  /**
   * Starts an action whose progress is shown where it was asked for, such as an answer in a chat.
   */
  public <T> Job<T> startQuietly(String title, Job.Work<T> work) {
    return start(title, true, work);
  }

  private <T> Job<T> start(String title, boolean quiet, Job.Work<T> work) {
    Job<T> job = new Job<>(nextId.getAndIncrement(), title, quiet, clock, events::publish);
    remember(job);
    executor.execute(() -> job.run(work));
    return job;
  }

  /** Every state change of every job. */
  public Events<JobSnapshot> events() {
    return events;
  }

  /** Running and past jobs, oldest first. */
  public List<JobSnapshot> history() {
    synchronized (jobs) {
      return jobs.values().stream().<JobSnapshot>map(Job::snapshot).toList();
    }
  }

  /** Cancels the job of that id, where it still runs. */
  public void cancel(long id) {
    Job<?> job;
    synchronized (jobs) {
      job = jobs.get(id);
    }
    if (job != null) {
      job.cancel();
    }
  }

  private void remember(Job<?> job) {
    synchronized (jobs) {
      jobs.put(job.snapshot().id(), job);
      List<Long> surplus = new ArrayList<>();
      int excess = jobs.size() - KEPT;
      for (Map.Entry<Long, Job<?>> entry : jobs.entrySet()) {
        if (surplus.size() < excess && !entry.getValue().snapshot().running()) {
          surplus.add(entry.getKey());
        }
      }
      surplus.forEach(jobs::remove);
    }
  }
}
