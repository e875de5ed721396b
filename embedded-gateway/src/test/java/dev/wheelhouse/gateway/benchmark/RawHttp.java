// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One kept-alive connection that sends one request again and again; as little client as possible.
 */
final class RawHttp implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;
  private final byte[] request;
  private boolean fromCache;

  RawHttp(Way way, String body) throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), way.port()), 5000);
    socket.setSoTimeout(60_000);
    in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
    StringBuilder text = new StringBuilder("POST " + Way.PATH + " HTTP/1.1\r\n");
    text.append("Host: 127.0.0.1:").append(way.port()).append("\r\n");
    way.headers().forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    request = text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends the request and hands over every piece of the answer; returns the status. */
  int exchange(Consumer<byte[]> pieces) throws IOException {
    socket.getOutputStream().write(request);
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
      fromCache = header.startsWith("x-cache:") ? header.contains("hit") : fromCache;
      chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
    }
    if (!chunked) {
      pieces.accept(bytes(length));
      return status;
    }
    for (int size = size(); size > 0; size = size()) {
      pieces.accept(bytes(size));
      line();
    }
    line();
    return status;
  }

  /** Whether the last answer came from the gateway's cache. */
  boolean fromCache() {
    return fromCache;
  }

  private int size() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the answer ended early");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
