// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process of a home at a time find out whether a gateway runs, and start one. The system
 * drops the lock when its process ends in any way.
 */
final class StartLock {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(20);

  private StartLock() {}

  /**
   * Does the work while no other process does any with this file; threads of this process take
   * turns, as the system's lock is for whole processes.
   *
   * @throws ProblemException when another process does not give the lock back
   */
  static synchronized <T> T holding(Path file, Supplier<T> work) {
    PrivateFiles.folder(file.toAbsolutePath().resolveSibling(".").normalize());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      wait(channel, file);
      return work.get(); // closing the channel gives the lock back
    } catch (IOException e) {
      throw new ProblemException(new FileTrouble(file.toString(), e.toString()), e);
    }
  }

  private static void wait(FileChannel channel, Path file) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    @Nullable FileLock lock = channel.tryLock();
    while (lock == null) {
      if (System.nanoTime() > end || !pause()) {
        throw new ProblemException(
            new BadInput(
                "The gateway's lock " + file,
                "another Wheelhouse of this home has been starting its gateway for a minute",
                "End that one, and try again."));
      }
      lock = channel.tryLock();
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(STEP);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
