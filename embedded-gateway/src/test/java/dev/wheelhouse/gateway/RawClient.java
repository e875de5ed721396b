// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that sends exactly the bytes it is told, right or wrong. */
final class RawClient implements AutoCloseable {
  private final Socket socket = new Socket();

  RawClient(int port) {
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
      socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends one request with {@code Connection: close} and returns everything that comes back. */
  static String exchange(int port, String request) {
    try (RawClient client = new RawClient(port)) {
      client.send(request);
      return client.readAll();
    }
  }

  /** The status of an answer; 0 when the connection was closed without one. */
  static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  void send(String text) {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream in() {
    try {
      return socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String readAll() {
    try {
      return new String(in().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until the text has come; fails when the connection ends before. */
  String readUntil(String end) {
    StringBuilder seen = new StringBuilder();
    try {
      while (seen.indexOf(end) < 0) {
        int next = in().read();
        if (next < 0) {
          throw new AssertionError("closed after: " + seen);
        }
        seen.append((char) next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("after: " + seen, e);
    }
    return seen.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
