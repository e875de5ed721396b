// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.operation.Operation;
import dev.wheelhouse.engine.backup.operation.Operation.Asleep;
import dev.wheelhouse.engine.backup.operation.Operation.Change;
import dev.wheelhouse.engine.backup.operation.OperationJournal;
import dev.wheelhouse.engine.backup.service.Capture;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.backup.service.Workbench;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.stack.StackSession;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One operation while it runs. Whatever it changes is written to the journal first, so that closing
 * it, or the next start after a crash, can put everything back. {@link #finished} says that there
 * is nothing to put back.
 */
final class ActiveOperation implements AutoCloseable, Capture.Pauser {
  private static final Duration HEALTHY = Duration.ofMinutes(5);

  private final BackupContext context;
  private final StackSession session;
  private final OperationJournal journal;
  private final Docker docker;
  private final Workbench workbench;
  private final JobControl control;
  private Operation operation;
  private boolean finished;
  private boolean closed;

  private ActiveOperation(
      BackupContext context, StackSession session, JobControl control, Operation operation) {
    this.context = context;
    this.session = session;
    this.control = control;
    this.operation = operation;
    this.journal = context.journal(operation.stack());
    this.docker = context.connection().docker();
    this.workbench = new Workbench(docker, operation.id(), operation.stack());
  }

  /** Begins; what an earlier operation left is settled first. */
  static ActiveOperation begin(
      BackupContext context,
      StackSession session,
      Operation.Kind kind,
      String backup,
      JobControl control) {
    String stack = session.files().id().value();
    Settlement.leftOver(context, session);
    Operation operation =
        new Operation(
            kind,
            newId(),
            stack,
            backup,
            ProcessHandle.current().pid(),
            context.clock().instant(),
            "",
            List.of(),
            null,
            null);
    ActiveOperation active = new ActiveOperation(context, session, control, operation);
    active.journal.write(operation);
    return active;
  }

  static String newId() {
    byte[] bytes = new byte[6];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  Docker docker() {
    return docker;
  }

  StackSession session() {
    return session;
  }

  Workbench workbench() {
    return workbench;
  }

  String id() {
    return operation.id();
  }

  OperationJournal journal() {
    return journal;
  }

  /** Remembers the folder that is written from now on. */
  void writing(String partial) {
    update(operation.writing(partial));
  }

  void changing(Change change) {
    update(operation.changing(change));
  }

  /** Starts services that do not run and are needed; they are stopped again at the end. */
  void wake(Set<String> services, Asleep before) {
    update(operation.waking(before));
    session.start(services, HEALTHY, control);
  }

  @Override
  public void stop(Server server) {
    update(operation.stopping(server.container()));
    server.stop();
  }

  @Override
  public void resume(Server server) {
    docker.start(server.container());
    update(operation.startedAgain(server.container()));
    server.awaitHealthy(HEALTHY, control);
  }

  private void update(Operation next) {
    journal.write(next);
    operation = next;
  }

  Operation operation() {
    return operation;
  }

  /** All that this operation changed is meant to stay. */
  void finished() {
    finished = true;
  }

  /** Puts back what is not meant to stay. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (finished) {
      workbench.close();
      Settlement.sleepAgain(session, operation);
      journal.clear();
    } else {
      Settlement.settle(context, session, operation);
    }
  }
}
