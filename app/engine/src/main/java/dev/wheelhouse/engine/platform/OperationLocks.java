// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.OperationRunning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The right to work on a stack: one file lock for each, which the system frees when the process
 * dies. The file holds the process id and the name of the operation, for those who find it locked.
 * It is never removed, because a lock on a removed file guards nothing. Thread-safe; one per
 * process and folder, because POSIX drops a lock when the process closes any channel on the file.
 */
public final class OperationLocks {
  private final Path root;
  private final Map<String, String> heldHere = new HashMap<>();

  /**
   * @param root where the files of the locks go
   */
  public OperationLocks(Path root) {
    this.root = root;
  }

  /** A lock that is held until closed. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  private Path file(String stack) {
    return root.resolve("." + stack + ".lock");
  }

  /**
   * Takes the lock or fails at once.
   *
   * @throws ProblemException with {@code OperationRunning} when somebody else has it
   */
  public Held take(String stack, String operation) {
    return attempt(stack, operation).orElseThrow(() -> new ProblemException(running(stack)));
  }

  /** Takes the lock, or returns empty when somebody else has it. */
  public synchronized Optional<Held> attempt(String stack, String operation) {
    if (heldHere.containsKey(stack)) {
      return Optional.empty();
    }
    PrivateFiles.folder(root);
    Path file = file(stack);
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        return Optional.empty();
      }
      channel.truncate(0);
      String text = ProcessHandle.current().pid() + " " + operation + "\n";
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      heldHere.put(stack, operation);
      return Optional.of(() -> release(stack, channel));
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  private synchronized void release(String stack, FileChannel channel) {
    heldHere.remove(stack);
    try {
      channel.close();
    } catch (IOException e) {
      throw trouble(file(stack), e);
    }
  }

  /** Locks one byte far behind the text, so that Windows lets others read the text. */
  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private synchronized OperationRunning running(String stack) {
    String here = heldHere.get(stack);
    if (here != null) {
      return new OperationRunning(stack, here, ProcessHandle.current().pid());
    }
    String text = "";
    Path file = file(stack);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(200);
      channel.read(bytes);
      text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      throw trouble(file, e);
    }
    int space = text.indexOf(' ');
    boolean known = space > 0 && text.substring(0, space).matches("\\d{1,18}");
    return new OperationRunning(
        stack,
        known ? text.substring(space + 1) : "unknown",
        known ? Long.parseLong(text.substring(0, space)) : 0);
  }

  private static ProblemException trouble(Path file, IOException e) {
    return new ProblemException(new FileTrouble(file.toString(), e.toString()), e);
  }
}
