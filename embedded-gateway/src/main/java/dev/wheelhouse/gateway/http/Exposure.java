// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a gateway listens, and by which names it may be called there besides those of this machine.
 * Beyond the loopback addresses nobody listens by accident: whoever wants it says so here, and
 * lists the names.
 */
public final class Exposure {
  private static final int MAX_PORT = 65535;
  private static final Pattern ENTRY =
      Pattern.compile(
          "((?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
              + "|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

  private final InetAddress address;
  private final Set<String> hosts;

  private Exposure(InetAddress address, Set<String> hosts) {
    this.address = address;
    this.hosts = hosts;
  }

  /** On a loopback address, by the names of this machine only. */
  public static Exposure loopback(InetAddress address) {
    if (!address.isLoopbackAddress()) {
      throw new IllegalArgumentException("not an address of this machine alone");
    }
    return new Exposure(address, Set.of());
  }

  /**
   * On an address that others may reach.
   *
   * @param address {@code 0.0.0.0}, {@code ::} or another literal address
   * @param hosts what the header Host may say, each {@code name} or {@code name:port}; a name
   *     without a port counts alone and with the port that the gateway listens on. At least one
   */
  public static Exposure of(String address, Collection<String> hosts) {
    InetAddress literal;
    try {
      literal = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the address must be a literal one, such as 0.0.0.0", e);
    }
    if (hosts.isEmpty() && !literal.isLoopbackAddress()) {
      throw new IllegalArgumentException("the names that clients call it by are missing");
    }
    hosts.forEach(Exposure::requireName);
    return new Exposure(literal, Set.copyOf(new HashSet<>(hosts)));
  }

  private static void requireName(String entry) {
    var matcher = ENTRY.matcher(entry);
    if (!matcher.matches()
        || (matcher.group(2) != null && Integer.parseInt(matcher.group(2)) > MAX_PORT)) {
      throw new IllegalArgumentException(
          "an allowed Host is name or name:port in small letters; patterns are never allowed");
    }
  }

  /** Where to listen. */
  public InetAddress address() {
    return address;
  }

  /** What the header Host may say when the gateway listens on this port. */
  Set<String> names(int port) {
    Set<String> names =
        new HashSet<>(List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port));
    for (String host : hosts) {
      names.add(host);
      if (host.endsWith("]") || host.indexOf(':') < 0) {
        names.add(host + ":" + port);
      }
    }
    return Set.copyOf(names);
  }
}
