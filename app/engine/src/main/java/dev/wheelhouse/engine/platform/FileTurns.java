// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets processes and threads that read a file, change it and write it anew do so one after the
 * other. What is locked is a file beside it, as the file itself is replaced. The system drops a
 * lock when its process ends in any way.
 */
public final class FileTurns {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(5);

  /** The system's lock is for whole processes: threads of this one take turns before it. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private FileTurns() {}

  /**
   * Does the work while nobody else does any with this file.
   *
   * @throws ProblemException when another one does not come to an end, or the lock cannot be made
   */
  public static <T> T holding(Path file, Supplier<T> work) {
    Path whole = file.toAbsolutePath().normalize();
    ReentrantLock threads = THREADS.computeIfAbsent(whole, _ -> new ReentrantLock());
    long end = System.nanoTime() + PATIENCE.toNanos();
    if (!entered(threads)) {
      throw tooLong(whole);
    }
    try {
      // who is in it already has the system's lock too
      return threads.getHoldCount() > 1 ? work.get() : locked(whole, end, work);
    } finally {
      threads.unlock();
    }
  }

  private static <T> T locked(Path file, long end, Supplier<T> work) {
    PrivateFiles.folder(file.resolveSibling(".").normalize());
    Path beside = file.resolveSibling("." + file.getFileName() + ".lock");
    try (FileChannel channel =
        FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      @Nullable FileLock lock = channel.tryLock();
      while (lock == null) {
        if (System.nanoTime() - end > 0 || !paused()) {
          throw tooLong(file);
        }
        lock = channel.tryLock();
      }
      return work.get(); // closing the channel gives the lock back
    } catch (IOException e) {
      throw new ProblemException(new FileTrouble(beside.toString(), e.toString()), e);
    }
  }

  private static boolean entered(ReentrantLock threads) {
    try {
      return threads.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean paused() {
    try {
      Thread.sleep(STEP);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ProblemException tooLong(Path file) {
    return new ProblemException(
        new BadInput(
            "The file " + file,
            "another Wheelhouse of this home has been changing it for a minute",
            "End that one, and try again."));
  }
}
