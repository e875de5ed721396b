// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/** Sends HTTP exactly as written: a well-behaved client would not let us lie about the host. */
final class RawHttp {

  private RawHttp() {}

  /** The status that a server on loopback gives to these lines; 0 when it hangs up without one. */
  static int status(int port, String requestLine, List<String> headers) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 5_000);
      socket.setSoTimeout(20_000);
      String request =
          requestLine + "\r\n" + String.join("", headers.stream().map(h -> h + "\r\n").toList());
      socket.getOutputStream().write((request + "\r\n").getBytes(ISO_8859_1));
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      String line = reader.readLine();
      return line == null ? 0 : Integer.parseInt(line.split(" ")[1]);
    }
  }

  /** The status of a GET with these headers. */
  static int get(int port, String path, String... headers) throws IOException {
    return status(port, "GET " + path + " HTTP/1.1", List.of(headers));
  }
}
