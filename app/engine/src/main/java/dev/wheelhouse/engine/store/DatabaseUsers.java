// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.store;

import dev.wheelhouse.engine.problem.HomeProblem.DatabaseTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has the database open, by a lock on a file beside it: whoever opens it alone holds the lock
 * exclusively while checking and migrating, then shares it until the end. The system drops it when
 * a process ends in any way.
 */
final class DatabaseUsers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DatabaseUsers.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FileChannel channel;
  private final boolean first;
  private @Nullable FileLock lock;

  private DatabaseUsers(FileChannel channel, @Nullable FileLock lock, boolean first) {
    this.channel = channel;
    this.lock = lock;
    this.first = first;
  }

  /** Waits while another process checks or migrates. */
  static DatabaseUsers join(Path database) {
    try {
      FileChannel channel =
          FileChannel.open(
              database.resolveSibling(database.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      return join(channel);
    } catch (IOException | InterruptedException e) {
      throw new ProblemException(new DatabaseTrouble(database.toString(), e.toString()), e);
    }
  }

  private static DatabaseUsers join(FileChannel channel) throws IOException, InterruptedException {
    try {
      FileLock alone = channel.tryLock();
      return alone != null
          ? new DatabaseUsers(channel, alone, true)
          : new DatabaseUsers(channel, share(channel), false);
    } catch (OverlappingFileLockException e) {
      // another engine of this process has it
      return new DatabaseUsers(channel, null, false);
    }
  }

  boolean first() {
    return first;
  }

  /** Called when the database is in order. */
  void letOthersIn() {
    if (!first) {
      return;
    }
    try {
      FileLock alone = lock;
      if (alone != null) {
        alone.release();
      }
      lock = channel.tryLock(0, Long.MAX_VALUE, true);
    } catch (IOException | OverlappingFileLockException e) {
      log.warn("The database's lock could not be shared", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("lock not closed", e);
    }
  }

  private static FileLock share(FileChannel channel) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true);
      if (shared != null) {
        return shared;
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("another Wheelhouse keeps it locked");
      }
      Thread.sleep(50);
    }
  }
}
