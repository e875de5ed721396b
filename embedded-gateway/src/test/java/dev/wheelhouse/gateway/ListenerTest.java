// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where the gateway listens, and what it says when it cannot. */
class ListenerTest {
  /** As /proc/net/tcp writes the addresses 127.0.0.1 and ::1. */
  private static final String LOOPBACK_4 = "0100007F";

  private static final String LOOPBACK_6 = "00000000000000000000000001000000";
  private static final String LISTEN = "0A";

  @Test
  void listensOnTheLoopbackAddressAndNowhereElse() throws IOException {
    assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "only Linux lists its sockets here");
    try (Gateway gateway = Gateway.start(config("127.0.0.1", 0))) {
      assertThat(listeners(gateway.port())).containsExactly(LOOPBACK_4);
    }
    try (Gateway gateway = Gateway.start(config("localhost", 0))) {
      assertThat(listeners(gateway.port())).containsExactly(LOOPBACK_4);
    }
  }

  @Test
  void listensOnTheIpv6LoopbackAddressWhenAsked() throws IOException {
    assumeTrue(hasIpv6Loopback(), "this machine has no ::1");
    try (Gateway gateway = Gateway.start(config("::1", 0))) {
      assertThat(gateway.baseUri().getHost()).isEqualTo("[::1]");
      assertThat(listeners(gateway.port())).containsExactly(LOOPBACK_6);
    }
  }

  @Test
  void cannotBeReachedOverOtherAddressesOfTheMachine() throws IOException {
    try (Gateway gateway = Gateway.start(config("127.0.0.1", 0))) {
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        for (InetAddress address : each.inetAddresses().toList()) {
          if (address.getHostAddress().equals("127.0.0.1")) {
            continue;
          }
          assertThatThrownBy(() -> connect(address, gateway.port()))
              .as(address.toString())
              .isInstanceOf(IOException.class);
        }
      }
    }
  }

  @Test
  void refusesToListenAnywhereElse() {
    for (String host :
        List.of("0.0.0.0", "::", "", "192.168.1.10", "127.0.0.2", "example.com", "LOCALHOST")) {
      assertThatThrownBy(() -> config(host, 0))
          .as(host)
          .isInstanceOfSatisfying(
              GatewayException.class,
              e -> assertThat(e.kind()).isEqualTo(GatewayException.Kind.HOST_NOT_LOOPBACK));
    }
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Gateway.start(config("127.0.0.1", taken.getLocalPort())))
          .isInstanceOfSatisfying(
              GatewayException.class,
              e -> assertThat(e.kind()).isEqualTo(GatewayException.Kind.PORT_TAKEN))
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void freesThePortWhenItStops() {
    int port;
    try (Gateway first = Gateway.start(config("127.0.0.1", 0))) {
      port = first.port();
    }
    try (Gateway second = Gateway.start(config("127.0.0.1", port))) {
      assertThat(second.port()).isEqualTo(port);
    }
  }

  private static GatewayConfig config(String host, int port) {
    return new GatewayConfig(
        host, port, Secret.random(), List.of(), Set.of(), GatewayLimits.defaults());
  }

  private static void connect(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
    }
  }

  /** Local addresses of every socket that listens on the port, IPv4 and IPv6. */
  private static List<String> listeners(int port) throws IOException {
    List<String> addresses = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      Path file = Path.of(table);
      if (!Files.exists(file)) {
        continue;
      }
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.strip().split("\\s+");
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        if (fields.length > 3 && fields[3].equals(LISTEN) && fields[1].endsWith(suffix)) {
          // a dual-stack socket shows an IPv4 address in its IPv6 form
          String address = fields[1].substring(0, fields[1].indexOf(':'));
          addresses.add(address.replace("0000000000000000FFFF0000", ""));
        }
      }
    }
    return addresses;
  }

  private static boolean hasIpv6Loopback() {
    try (ServerSocket trial = new ServerSocket()) {
      trial.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
