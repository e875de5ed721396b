// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.command;

import dev.wheelhouse.cli.output.ExitStatus;
import dev.wheelhouse.cli.output.Output;
import dev.wheelhouse.engine.Engine;
import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.NoSuchStack;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command: opens nothing before it has to, and turns problems into an exit status. */
public abstract class Command implements Callable<Integer> {
  private final Session session;
  private final CountDownLatch told = new CountDownLatch(1);
  private int status = ExitStatus.DONE;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  protected Command(Session session) {
    this.session = session;
  }

  /**
   * Does the work.
   *
   * @throws ProblemException for every failure that can be expected
   */
  protected abstract void run();

  @Override
  public final Integer call() {
    session.json(json);
    try {
      run();
      return status;
    } catch (ProblemException e) {
      output().problem(e.problem(), json);
      return ExitStatus.FAILED;
    } finally {
      told.countDown();
    }
  }

  /** The command line asks for what makes no sense. */
  protected final ParameterException wrongUsage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** The command fails although it has printed its document: this belongs on standard error. */
  protected final void complain(String cause, List<String> evidence, String remedy) {
    status = ExitStatus.FAILED;
    output().complain(cause, evidence, remedy);
  }

  protected final Output output() {
    return session.output();
  }

  protected final Engine engine() {
    return session.engine();
  }

  protected final boolean json() {
    return json;
  }

  /** Runs a long action as a job with a progress line; Ctrl-C cancels it and waits for its end. */
  protected final <T> T job(String title, Job.Work<T> work) {
    return new ForegroundJob(output(), engine().jobs(), told).run(title, work);
  }

  /**
   * The stack of that name.
   *
   * @throws ProblemException with {@code NoSuchStack}, naming those there are
   */
  protected final StackId stack(String name) {
    List<String> known = engine().stacks().list().stream().map(s -> s.id().value()).toList();
    if (!known.contains(name)) {
      throw new ProblemException(new NoSuchStack(name, known));
    }
    return new StackId(name);
  }

  /** Finishes or undoes what a killed backup or restore left behind, before anything new begins. */
  protected final void settle() {
    engine().connection().refresh();
    engine().backups().recover();
  }

  /** The true state now, also right after the program started. */
  protected final Stack present(StackId id) {
    engine().connection().refresh();
    engine().connection().docker();
    return engine().stacks().refresh(id);
  }
}
