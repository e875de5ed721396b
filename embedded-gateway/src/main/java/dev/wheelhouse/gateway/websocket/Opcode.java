// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.websocket;

/** Kinds of frames, as RFC 6455 numbers them. */
final class Opcode {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  private Opcode() {}

  /** Whether it belongs to the connection and not to a message. */
  static boolean isControl(int opcode) {
    return opcode >= CLOSE;
  }
}
