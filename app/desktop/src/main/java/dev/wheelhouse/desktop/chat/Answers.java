// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.chat.Message;
import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The answers that are being written, one for each conversation, and why the last ones failed. */
final class Answers {
  private final UiTasks tasks;
  private final LongConsumer changed;
  private final Map<Long, Job<Message>> running = new HashMap<>();
  private final Map<Long, Problem> problems = new HashMap<>();

  /**
   * @param changed told, with the conversation, whenever one of its answers begins, ends or fails
   */
  Answers(UiTasks tasks, LongConsumer changed) {
    this.tasks = tasks;
    this.changed = changed;
  }

  /**
   * @param ended run on the UI thread when it ended, in whatever way
   */
  void start(long conversation, String title, Job.Work<Message> work, Runnable ended) {
    problems.remove(conversation);
    Job<Message> job =
        tasks.quietJob(
            title,
            work,
            _ -> end(conversation, null, ended),
            problem -> end(conversation, problem, ended));
    if (job.snapshot().running()) {
      running.put(conversation, job);
    }
    changed.accept(conversation);
  }

  void stop(long conversation) {
    Job<Message> job = running.get(conversation);
    if (job != null) {
      job.cancel();
    }
  }

  boolean running(long conversation) {
    return running.containsKey(conversation);
  }

  @Nullable Problem problem(long conversation) {
    return problems.get(conversation);
  }

  void fail(long conversation, Problem problem) {
    problems.put(conversation, problem);
    changed.accept(conversation);
  }

  void dismiss(long conversation) {
    problems.remove(conversation);
    changed.accept(conversation);
  }

  private void end(long conversation, @Nullable Problem problem, Runnable ended) {
    running.remove(conversation);
    // the user's own doing
    if (problem != null && !(problem instanceof Cancelled)) {
      problems.put(conversation, problem);
    }
    changed.accept(conversation);
    ended.run();
  }
}
