// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks the gateway beside it whether it takes requests. It runs every few seconds in a container,
 * so it loads little: a socket and a line.
 */
final class HealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private HealthCheck() {}

  /** Whether the gateway at this address says that it is well. */
  static boolean passes(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
      String request =
          "GET /healthz HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n"
              .formatted(port);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String status = lines.readLine();
      return status != null && status.startsWith("HTTP/1.1 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  /** The address to ask, where the gateway listens at this one. */
  static String target(String listening) {
    String plain = listening.replaceAll("^\\[|]$", "");
    return switch (plain) {
      case "", "0.0.0.0", "localhost" -> "127.0.0.1";
      case "::" -> "::1";
      default -> plain;
    };
  }
}
