// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.websocket;

import dev.wheelhouse.gateway.failure.ClientGone;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** The client at the other end. Thread-safe: each message goes out as a whole. */
public final class WebSocketPeer {
  private final ReentrantLock lock = new ReentrantLock();
  private final DataWriter writer;
  private final Runnable closeConnection;
  private boolean closed;
  private volatile long lastWrite = System.nanoTime();
  private volatile long blockedSince;

  WebSocketPeer(DataWriter writer, Runnable closeConnection) {
    this.writer = writer;
    this.closeConnection = closeConnection;
  }

  /** Sends a message; blocks while the client does not read. */
  public void send(byte[] text) throws ClientGone {
    send(Opcode.TEXT, text);
  }

  /** Sends a message; blocks while the client does not read. */
  public void send(String text) throws ClientGone {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a sign of life, unless something is being sent. */
  public void ping() throws ClientGone {
    if (!lock.isLocked()) {
      send(Opcode.PING, new byte[0]);
    }
  }

  /** Closes the connection at once, even in the middle of a write. */
  public void abort() {
    try {
      closeConnection.run();
    } catch (UncheckedIOException _) {
      // the client closed it at the same time
    }
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

  /** Says why the connection ends; nothing is sent after that. */
  void close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
    try {
      send(Opcode.CLOSE, payload);
    } catch (ClientGone _) {
      // it was faster
    }
  }

  /** Sends a frame of any kind. */
  void send(int opcode, byte[] payload) throws ClientGone {
    lock.lock();
    blockedSince = System.nanoTime() | 1;
    try {
      if (closed) {
        throw new ClientGone();
      }
      closed = opcode == Opcode.CLOSE;
      writer.writeNow(BufferData.create(frame(opcode, payload)));
    } catch (UncheckedIOException | IllegalStateException e) {
      closed = true;
      throw new ClientGone();
    } finally {
      blockedSince = 0;
      lastWrite = System.nanoTime();
      lock.unlock();
    }
  }

  private static byte[] frame(int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(10 + payload.length);
    frame.put((byte) (0x80 | opcode));
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 1 << 16) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    frame.put(payload);
    return java.util.Arrays.copyOf(frame.array(), frame.position());
  }
}
