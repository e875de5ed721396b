// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.platform.OperationLocks;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.StackEvent.Timeline.Level;
import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackSession;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.engine.stack.files.StackFolder;
import dev.wheelhouse.engine.stack.plan.Observed;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One holder of a stack's lock at work. */
final class LiveSession implements StackSession {
  private final LiveStacks stacks;
  private final StackFolder folder;
  private final StackBoard board;
  private final OperationLocks.Held lock;

  LiveSession(LiveStacks stacks, StackFolder folder, String operation) {
    this.stacks = stacks;
    this.folder = folder;
    this.board = stacks.board(folder);
    this.lock = stacks.locks().take(folder.id().value(), operation);
  }

  @Override
  public StackFiles files() {
    return folder.files();
  }

  @Override
  public void setVariables(Map<String, String> values) {
    folder.setVariables(values);
  }

  @Override
  public Optional<String> container(String service) {
    Work work = work(folder.files().project(), JobControl.none());
    return Observed.of(work.docker(), id()).container(service).map(ContainerDetail::id);
  }

  @Override
  public void halt(Set<String> services, JobControl control) {
    stop(services, false, control);
  }

  @Override
  public void stop(Set<String> services, JobControl control) {
    stop(services, true, control);
  }

  private void stop(Set<String> services, boolean remove, JobControl control) {
    ComposeProject project = stoppable(services.isEmpty() && remove);
    LiveStacks.requireServices(project, id(), services);
    Work work = work(project, control);
    Ownership.require(work.docker(), folder);
    String what = services.isEmpty() ? id().value() : String.join(", ", services);
    board.line(Level.INFO, null, "Stopping " + what);
    finish(work, "stopped", () -> new StopOperation(work, id(), services, remove).run());
  }

  /** To take a whole stack down its file is not needed. */
  private ComposeProject stoppable(boolean whole) {
    try {
      return folder.files().project();
    } catch (ProblemException e) {
      if (!whole) {
        throw e;
      }
      String cause = e.problem().cause();
      board.line(Level.WARNING, null, cause + "; the containers are stopped by their labels");
      return Projects.readable(folder);
    }
  }

  @Override
  public void start(Set<String> services, Duration timeout, JobControl control) {
    ComposeProject project = folder.prepare().project();
    LiveStacks.requireServices(project, id(), services);
    Work work = work(project, control);
    Ownership.require(work.docker(), folder);
    String what = services.isEmpty() ? id().value() : String.join(", ", services);
    board.line(Level.INFO, null, "Starting " + what);
    project.reading().notices().forEach(notice -> board.line(Level.WARNING, null, notice));
    StartOptions options = new StartOptions(services, timeout);
    finish(work, "started", () -> new StartOperation(work, id(), options).run());
  }

  private Work work(ComposeProject project, JobControl control) {
    return stacks.work(folder, project, control);
  }

  private StackId id() {
    return folder.id();
  }

  /** However it ends, the board then shows what the engine really has. */
  private void finish(Work work, String done, Runnable operation) {
    long begin = System.nanoTime();
    try {
      operation.run();
      String time = ServiceStart.seconds(Duration.ofNanos(System.nanoTime() - begin));
      board.line(Level.GOOD, null, "All " + done + " after " + time);
    } catch (ProblemException e) {
      board.line(level(e.problem()), null, e.problem().cause());
      throw e;
    } finally {
      settle(work);
    }
  }

  private static Level level(Problem problem) {
    return problem instanceof StackProblem.StartIncomplete ? Level.WARNING : Level.BAD;
  }

  private void settle(Work work) {
    try {
      board.observe(Observed.of(work.docker(), id()));
    } catch (ProblemException e) {
      board.unknown();
    } finally {
      board.end();
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
