// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import dev.wheelhouse.engine.problem.HomeProblem.AlreadyRunning;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets one program at a time into a role, such as "the window of this home". The system drops the
 * lock when the process ends in any way, so a crash leaves nothing to clean up. The process is
 * noted beside the lock, for people and for the second one that comes.
 *
 * <p>POSIX drops a lock when the process closes any channel on the file, so the file is not opened
 * again where the note says that this very process holds it. The class's own monitor keeps threads
 * from passing between that question and the note.
 */
public final class RunningLock implements AutoCloseable {
  private final FileChannel channel;
  private final Path holder;

  private RunningLock(FileChannel channel, Path holder) {
    this.channel = channel;
    this.holder = holder;
  }

  /**
   * Takes the lock or says who has it.
   *
   * @param role file name of the lock, such as {@code window}
   * @throws ProblemException with {@code AlreadyRunning}
   */
  public static synchronized RunningLock take(WheelhouseHome home, String role) {
    Path folder = PrivateFiles.folder(home.data());
    Path file = folder.resolve(role + ".lock");
    Path holder = folder.resolve(role + ".pid");
    String own = ProcessMark.ofThisProcess().text();
    if (note(holder).equals(own)) {
      throw new ProblemException(new AlreadyRunning(role, ProcessHandle.current().pid()));
    }
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        channel.close();
        throw new ProblemException(new AlreadyRunning(role, processId(note(holder))));
      }
      // a file of its own, because Windows lets nobody read a locked one
      PrivateFiles.write(holder, own.getBytes(StandardCharsets.US_ASCII));
      return new RunningLock(channel, holder);
    } catch (IOException e) {
      throw new ProblemException(new FileTrouble(file.toString(), e.toString()), e);
    }
  }

  @Override
  public void close() {
    synchronized (RunningLock.class) {
      release();
    }
  }

  private void release() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      Files.deleteIfExists(holder);
      channel.close();
    } catch (IOException e) {
      // the end of the process drops it anyway
      org.slf4j.LoggerFactory.getLogger(RunningLock.class).debug("lock not closed", e);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String note(Path holder) {
    try {
      return Files.readString(holder).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static long processId(String note) {
    try {
      return Long.parseLong(note.split(" ", 2)[0]);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
