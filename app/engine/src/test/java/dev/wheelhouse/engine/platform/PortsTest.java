// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  private final Ports ports = new Ports();

  @Test
  void namesTheProcessThatListens() throws IOException {
    try (ServerSocket socket = listen("127.0.0.1")) {
      assertThat(ports.holder(socket.getLocalPort()))
          .hasValueSatisfying(
              text -> assertThat(text).contains("process " + ProcessHandle.current().pid()));
    }
  }

  @Test
  void findsListenersOfTheNewerProtocolToo() throws IOException {
    assumeThat(NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")))
        .as("this machine has no IPv6 loopback address")
        .isNotNull();
    try (ServerSocket socket = listen("::1")) {
      assertThat(ports.holder(socket.getLocalPort())).isPresent();
    }
  }

  @Test
  void knowsAFreePortFromATakenOne() throws IOException {
    int port;
    try (ServerSocket socket = listen("127.0.0.1")) {
      port = socket.getLocalPort();
      assertThat(ports.free(port)).isFalse();
    }
    assertThat(ports.free(port)).isTrue();
    assertThat(ports.holder(port)).isEmpty();
  }

  private static ServerSocket listen(String address) throws IOException {
    return new ServerSocket(0, 5, InetAddress.ofLiteral(address));
  }
}
