// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One client with one kept-alive connection that times the tokens of its streams. */
final class StreamClient implements AutoCloseable {
  private final Socket socket = new Socket();
  private final byte[] request;
  private final byte[] buffer = new byte[16 << 10];
  private int filled;
  private int next;

  StreamClient(int port, String path, String token) throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
    socket.setSoTimeout(60_000);
    String body =
        "{\"model\":\"paced\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    request =
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, port, token, body.length(), body)
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** Runs one stream and adds its times, in nanoseconds. */
  void run(Samples samples) throws IOException {
    long start = System.nanoTime();
    socket.getOutputStream().write(request);
    InputStream in = socket.getInputStream();
    long last = 0;
    int lineFeeds = 0;
    StringBuilder stamp = null;
    StringBuilder tail = new StringBuilder();
    while (true) {
      int b = read(in);
      if (b == '@') {
        if (stamp == null) {
          stamp = new StringBuilder();
        } else {
          long now = System.nanoTime();
          samples.transit.add(now - Long.parseLong(stamp.toString()));
          if (last == 0) {
            samples.firstToken.add(now - start);
          } else {
            samples.gap.add(now - last);
          }
          last = now;
          stamp = null;
        }
      } else if (stamp != null) {
        stamp.append((char) b);
      }
      // the end of the chunked body: a line "0" and an empty one
      tail.append((char) b);
      if (tail.length() > 7) {
        tail.deleteCharAt(0);
      }
      lineFeeds += b == '\n' ? 1 : 0;
      if (lineFeeds > 3 && tail.toString().equals("\r\n0\r\n\r\n")) {
        samples.total.add(System.nanoTime() - start);
        return;
      }
    }
  }

  private int read(InputStream in) throws IOException {
    if (next == filled) {
      filled = in.read(buffer);
      next = 0;
      if (filled < 0) {
        throw new IOException("the stream ended early");
      }
    }
    return buffer[next++];
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
