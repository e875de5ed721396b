// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.format.BackupFolders;
import dev.wheelhouse.engine.backup.operation.OperationJournal;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.NoSuchStack;
import dev.wheelhouse.engine.problem.StackProblem.OperationRunning;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears up after processes that died. What needs the engine waits until that answers; what another
 * living process works on is left alone.
 */
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final BackupContext context;
  private @Nullable Subscription waiting;

  Recovery(BackupContext context) {
    this.context = context;
  }

  /** Settles what can be settled now, and the rest as soon as the engine answers. */
  void run() {
    if (!settleAll()) {
      waitForEngine();
    }
  }

  private synchronized void waitForEngine() {
    if (waiting != null) {
      return;
    }
    // only its coming back is worth another try; the present state is told at once, too
    AtomicBoolean away = new AtomicBoolean();
    waiting =
        context
            .connection()
            .events()
            .subscribe(state -> {
              boolean connected = state instanceof DockerConnection.State.Connected;
              if (!connected) {
                away.set(true);
              } else if (away.compareAndSet(true, false)) {
                Thread.ofVirtual().name("backup-recovery").start(this::again);
              }
            });
  }

  private void again() {
    synchronized (this) {
      if (waiting != null) {
        waiting.close();
        waiting = null;
      }
    }
    run();
  }

  /** Returns whether nothing is left to settle. */
  private boolean settleAll() {
    boolean all = true;
    try {
      context.folders().removeScratch();
      for (String stack : stacks()) {
        all &= settle(stack);
      }
      return all;
    } catch (IOException e) {
      String root = context.folders().root().toString();
      throw new ProblemException(new FileTrouble(root, e.toString()), e);
    }
  }

  /** Stacks with a journal or a half backup. */
  private Set<String> stacks() throws IOException {
    Set<String> stacks = new TreeSet<>();
    if (Files.isDirectory(context.operations())) {
      try (Stream<Path> found = Files.list(context.operations())) {
        found
            .map(folder -> folder.getFileName().toString())
            .filter(stack -> context.journal(stack).read().isPresent())
            .forEach(stacks::add);
      }
    }
    for (Path partial : context.folders().partials()) {
      stackOf(partial).ifPresent(stacks::add);
    }
    return stacks;
  }

  private static Optional<String> stackOf(Path partial) {
    return BackupFolders.named(BackupFolders.nameOf(partial)).map(BackupFolders.Named::stack);
  }

  private boolean settle(String stack) throws IOException {
    try (StackSession session = context.stacks().exclusive(new StackId(stack), "recovery")) {
      removePartials(stack);
      Settlement.leftOver(context, session);
      return true;
    } catch (ProblemException e) {
      if (e.problem() instanceof OperationRunning) {
        log.info("{} is being worked on by another process", stack);
        return true;
      }
      if (e.problem() instanceof NoSuchStack) {
        // nobody can be at work on a stack that is gone
        removePartials(stack);
        new OperationJournal(context.operations().resolve(stack)).clear();
        return true;
      }
      log.warn("{} cannot be settled yet: {}", stack, e.problem().cause());
      return false;
    }
  }

  /** Who holds the stack's lock knows that nobody writes a backup of it. */
  private void removePartials(String stack) throws IOException {
    List<Path> dead = new ArrayList<>();
    for (Path partial : context.folders().partials()) {
      if (stackOf(partial).filter(stack::equals).isPresent()) {
        dead.add(partial);
      }
    }
    for (Path partial : dead) {
      log.info("removing the half backup {}", partial.getFileName());
      BackupFolders.remove(partial);
    }
  }
}
