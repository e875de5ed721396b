// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.websocket;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads the frames of one client and puts messages together, both within bounds. */
final class WebSocketConnection implements ServerConnection {
  /** The largest message that a client may send, in however many frames. */
  static final int MAX_MESSAGE = 8 << 20;

  private static final int MAX_CONTROL = 125;
  private static final int NORMAL = 1000;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int NOT_ACCEPTED = 1003;
  private static final int NOT_UTF_8 = 1007;
  private static final int TOO_BIG = 1009;
  private static final int GOING_AWAY = 1001;

  private final DataReader reader;
  private final WebSocketPeer peer;
  private final WebSocketRoute.Session session;
  private final Runnable onEnd;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private boolean inMessage;
  private volatile long lastRead = System.nanoTime();

  WebSocketConnection(
      DataReader reader, WebSocketPeer peer, WebSocketRoute.Session session, Runnable onEnd) {
    this.reader = reader;
    this.peer = peer;
    this.session = session;
    this.onEnd = onEnd;
  }

  /** Ends a connection with a code. */
  private static final class Violation extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    Violation(int code, String reason) {
      super(reason, null, false, false);
      this.code = code;
    }
  }

  @Override
  public void handle(Limit limit) {
    try {
      boolean open = true;
      while (open) {
        open = readFrame();
      }
    } catch (Violation e) {
      peer.close(e.code, String.valueOf(e.getMessage()));
    } finally {
      onEnd.run();
      session.closed();
    }
    throw new CloseConnectionException("the WebSocket is closed");
  }

  private boolean readFrame() throws Violation {
    int first = reader.read() & 0xFF;
    int second = reader.read() & 0xFF;
    lastRead = System.nanoTime();
    boolean last = (first & 0x80) != 0;
    int opcode = first & 0x0F;
    if ((first & 0x70) != 0) {
      throw new Violation(PROTOCOL_ERROR, "no extension was agreed on");
    }
    if ((second & 0x80) == 0) {
      throw new Violation(PROTOCOL_ERROR, "a client must mask its frames");
    }
    int length = length(second & 0x7F);
    if (Opcode.isControl(opcode) && (length > MAX_CONTROL || !last)) {
      throw new Violation(PROTOCOL_ERROR, "a control frame is short and whole");
    }
    if (!Opcode.isControl(opcode) && message.size() + (long) length > MAX_MESSAGE) {
      throw new Violation(TOO_BIG, "a message has at most " + MAX_MESSAGE + " bytes");
    }
    byte[] mask = reader.readBytes(4);
    // to read nothing would be to wait for the next frame
    byte[] payload = length == 0 ? new byte[0] : reader.readBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return take(opcode, last, payload);
  }

  /** The length in the form of its size; what does not fit into an int is too big anyway. */
  private int length(int announced) throws Violation {
    if (announced < 126) {
      return announced;
    }
    ByteBuffer bytes = ByteBuffer.wrap(reader.readBytes(announced == 126 ? 2 : 8));
    long length = announced == 126 ? bytes.getShort() & 0xFFFF : bytes.getLong();
    if (length < 0 || length > MAX_MESSAGE) {
      throw new Violation(TOO_BIG, "a message has at most " + MAX_MESSAGE + " bytes");
    }
    return (int) length;
  }

  private boolean take(int opcode, boolean last, byte[] payload) throws Violation {
    switch (opcode) {
      case Opcode.TEXT, Opcode.CONTINUATION -> {
        if (inMessage == (opcode == Opcode.TEXT)) {
          throw new Violation(PROTOCOL_ERROR, "the frames of a message must follow each other");
        }
        inMessage = !last;
        message.writeBytes(payload);
        if (last) {
          session.message(text(message.toByteArray()));
          message.reset();
        }
      }
      case Opcode.BINARY -> throw new Violation(NOT_ACCEPTED, "messages are JSON, as text");
      case Opcode.CLOSE -> {
        peer.close(NORMAL, "");
        return false;
      }
      case Opcode.PING -> pong(payload);
      case Opcode.PONG -> {}
      default -> throw new Violation(PROTOCOL_ERROR, "an unknown kind of frame");
    }
    return true;
  }

  private void pong(byte[] payload) {
    try {
      peer.send(Opcode.PONG, payload);
    } catch (dev.wheelhouse.gateway.failure.ClientGone e) {
      throw new CloseConnectionException("the client has gone", e);
    }
  }

  private static String text(byte[] bytes) throws Violation {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Violation(NOT_UTF_8, "a message is UTF-8");
    }
  }

  @Override
  public Duration idleTime() {
    long silent = Math.min(System.nanoTime() - lastRead, peer.silentNanos());
    return Duration.ofNanos(Math.max(0, silent));
  }

  @Override
  public void close(boolean interrupt) {
    peer.close(GOING_AWAY, "the gateway stops");
    peer.abort();
  }
}
