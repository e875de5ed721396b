// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.connection;

import dev.wheelhouse.gateway.timer.Timers;
import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's connection, and notices when the client leaves while it is being answered.
 *
 * <p>A server normally learns of that only when a write fails, which is too late while a model is
 * still reading a long prompt. So during an answer a second thread already waits for the client's
 * next bytes: the end of the stream means that the client has gone; bytes are kept for the next
 * request. (Go's net/http does the same.) A client that closes only its sending side counts as gone
 * too.
 */
public final class ClientWatch implements Supplier<byte[]> {
  private static final ScopedValue<ClientWatch> CURRENT = ScopedValue.newInstance();

  /** Most answers have begun by then, and need no second thread. */
  private static final Duration UNTIL_READING_AHEAD = Duration.ofMillis(100);

  private final Supplier<byte @Nullable []> socket;
  private final Runnable closeSocket;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable CompletableFuture<Optional<byte[]>> ahead;
  private @Nullable Runnable onGone;
  private final LazyTimer arriving;
  private final LazyTimer answering;
  private @Nullable GatheringWriter writer;
  private boolean closing;
  private boolean upgraded;
  private boolean longRequest;
  private Runnable dropBuffered = () -> {};

  /**
   * Watches one connection.
   *
   * @param socket reads the next bytes; null at the end
   * @param closeSocket closes the connection from any thread
   * @param requestTime how long a request may take from its first byte to its last: Helidon itself
   *     has no read time-out
   */
  ClientWatch(
      Supplier<byte @Nullable []> socket,
      Runnable closeSocket,
      Timers timers,
      Duration requestTime) {
    this.socket = socket;
    this.arriving = new LazyTimer(timers, requestTime, closeSocket);
    this.answering = new LazyTimer(timers, UNTIL_READING_AHEAD, this::startReadingAhead);
    this.closeSocket = closeSocket;
  }

  /** The watch of the connection that this thread serves. */
  public static ClientWatch current() {
    return CURRENT.get();
  }

  /** Serves the connection with this watch as the current one. */
  void serve(ScopedValue.CallableOp<@Nullable Void, InterruptedException> connection)
      throws InterruptedException {
    try {
      ScopedValue.where(CURRENT, this).call(connection);
    } finally {
      arriving.close();
      answering.close();
    }
  }

  /** The next bytes of the client, for the server's parser. */
  @Override
  public byte[] get() {
    if (closing) {
      throw new CloseConnectionException("this connection ends with its last answer");
    }
    CompletableFuture<Optional<byte[]>> pending = takeAhead();
    if (longRequest) {
      arriving.start();
    }
    Optional<byte[]> bytes = pending == null ? Optional.ofNullable(socket.get()) : await(pending);
    if (longRequest) {
      arriving.stop();
    } else if (!upgraded && bytes.isPresent()) {
      arriving.start();
    }
    // the parser takes an end inside a request for an error of its own and logs it at length
    return bytes.orElseThrow(() -> new CloseConnectionException("the client has left"));
  }

  /**
   * The request has arrived as a whole; from now on {@code action} runs once if the client goes.
   */
  public void watch(Runnable action) {
    arriving.stop();
    lock.lock();
    try {
      onGone = action;
    } finally {
      lock.unlock();
    }
    answering.start();
  }

  /** The rest of this request may take long; from now on only each wait for bytes is bounded. */
  public void longRequest() {
    arriving.stop();
    longRequest = true;
  }

  /**
   * The answer is complete: the client may leave, or send its next request.
   *
   * @param close whether the connection ends here. Helidon only says so in the header, reads on,
   *     and would take the rest of a body for the next request
   */
  public void answered(boolean close) {
    arriving.stop();
    longRequest = false;
    answering.stop();
    if (writer != null) {
      writer.drop(); // only of an answer that broke off
    }
    lock.lock();
    try {
      onGone = null;
    } finally {
      lock.unlock();
    }
    closing = close;
    if (close) {
      dropBuffered.run();
    }
  }

  /** From now on the connection speaks another protocol, in which requests have no end. */
  public void upgraded() {
    arriving.stop();
    upgraded = true;
  }

  /** Names what drops the bytes that the server's parser has, but has not used yet. */
  void onClosing(Runnable drop) {
    dropBuffered = drop;
  }

  /** Names what the connection is written with. */
  void writesTo(GatheringWriter to) {
    writer = to;
  }

  /** Keeps what is written to the client until {@link #release}, so that it goes out at once. */
  public void gather() {
    if (writer != null) {
      writer.gather();
    }
  }

  /** Lets out what was kept; blocks while the client does not read. */
  public void release() {
    if (writer != null) {
      writer.release();
    }
  }

  /** Closes the connection at once, even in the middle of a write. */
  public void abort() {
    closeSocket.run();
  }

  private void startReadingAhead() {
    CompletableFuture<Optional<byte[]>> next = new CompletableFuture<>();
    lock.lock();
    try {
      if (onGone == null || ahead != null) {
        return; // answered meanwhile: the connection's own thread reads again
      }
      ahead = next;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("gateway-client").start(() -> readAhead(next));
  }

  private void readAhead(CompletableFuture<Optional<byte[]>> next) {
    try {
      byte @Nullable [] bytes = socket.get();
      if (bytes == null) {
        gone();
      }
      next.complete(Optional.ofNullable(bytes));
    } catch (RuntimeException e) {
      gone();
      next.completeExceptionally(e);
    }
  }

  private void gone() {
    Runnable action;
    lock.lock();
    try {
      action = onGone;
      onGone = null;
    } finally {
      lock.unlock();
    }
    if (action != null) {
      action.run();
    }
  }

  private @Nullable CompletableFuture<Optional<byte[]>> takeAhead() {
    lock.lock();
    try {
      CompletableFuture<Optional<byte[]>> taken = ahead;
      ahead = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private static Optional<byte[]> await(CompletableFuture<Optional<byte[]>> pending) {
    try {
      return pending.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("the server stops", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
