// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.connection.ClientWatch;
import dev.wheelhouse.gateway.failure.ClientGone;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer: every frame goes out at once, or with those that came together with it. Frames
 * and signs of life may come from two threads; neither cuts into the other.
 */
public final class ClientStream {
  private final ReentrantLock lock = new ReentrantLock();
  private final ClientWatch connection = ClientWatch.current();
  private final ServerResponse response;
  private final String contentType;
  private @Nullable OutputStream out;
  private boolean kept;
  private boolean ended;
  private volatile boolean committed;
  private volatile long lastWrite = System.nanoTime();
  private volatile long blockedSince;

  ClientStream(ServerResponse response, String contentType) {
    this.response = response;
    this.contentType = contentType;
  }

  /** Sets a header of the answer, unless they are out already. */
  public void header(String name, String value) {
    lock.lock(); // a sign of life may just be opening the stream
    try {
      if (!committed) {
        response.header(name, value);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends a frame; blocks while the client does not read. */
  public void write(byte[] frame) throws ClientGone {
    lock.lock();
    try {
      send(frame, true);
    } finally {
      lock.unlock();
    }
  }

  /** Sends a frame at the next {@link #flush}, in one write with the others until then. */
  public void add(byte[] frame) throws ClientGone {
    lock.lock();
    try {
      send(frame, false);
    } finally {
      lock.unlock();
    }
  }

  /** Sends the frames that were added; blocks while the client does not read. */
  public void flush() throws ClientGone {
    lock.lock();
    try {
      if (kept && !ended) {
        out(connection::release);
        kept = false;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends a frame unless another is under way or the answer has ended. */
  public void writeIfIdle(byte[] frame) throws ClientGone {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (!ended) {
        send(frame, true);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the answer. */
  public void end() throws ClientGone {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      out(() -> {
        opened(); // an answer of no frame still has status and headers
        ended = true;
        connection.gather();
        opened().close();
        connection.release();
      });
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps the stream from being opened, so that an error can be sent in its place. Returns false
   * when it is too late for that.
   */
  public boolean giveUp() {
    lock.lock();
    try {
      ended |= !committed;
      return !committed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether status and headers are out. */
  public boolean committed() {
    return committed;
  }

  /** Nanoseconds since something went out. */
  public long silentNanos() {
    return System.nanoTime() - lastWrite;
  }

  /** Nanoseconds that the present write has lasted; 0 when there is none. */
  public long blockedNanos() {
    long since = blockedSince;
    return since == 0 ? 0 : System.nanoTime() - since;
  }

  private void send(byte[] frame, boolean now) throws ClientGone {
    out(() -> {
      connection.gather();
      OutputStream stream = opened();
      stream.write(frame);
      stream.flush();
      kept = !now;
      if (now) {
        connection.release();
      }
    });
  }

  /** Something that writes. */
  private interface Writing {
    void run() throws IOException;
  }

  private void out(Writing writing) throws ClientGone {
    blockedSince = System.nanoTime() | 1;
    try {
      writing.run();
    } catch (IOException | RuntimeException e) {
      // the server wraps a broken connection in exceptions of its own, of several kinds
      ended = true;
      throw new ClientGone();
    } finally {
      blockedSince = 0;
      lastWrite = System.nanoTime();
    }
  }

  private OutputStream opened() {
    OutputStream stream = out;
    if (stream == null) {
      response.header("Content-Type", contentType);
      response.header("Cache-Control", "no-cache");
      response.header("X-Accel-Buffering", "no");
      stream = response.outputStream();
      out = stream;
      committed = true;
    }
    return stream;
  }
}
