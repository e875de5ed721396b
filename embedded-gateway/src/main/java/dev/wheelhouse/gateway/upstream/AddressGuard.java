// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;

/**
 * Which addresses an upstream may be at. Asked for an address that the user typed, and for every
 * address that a name resolves to, each time a connection is made.
 */
final class AddressGuard {
  /** Metadata services of clouds that are not link-local: Alibaba, Oracle, Azure, Google. */
  private static final Set<InetAddress> METADATA =
      Set.of(
          InetAddress.ofLiteral("100.100.100.200"),
          InetAddress.ofLiteral("192.0.0.192"),
          InetAddress.ofLiteral("168.63.129.16"),
          InetAddress.ofLiteral("fd20:ce::254"));

  /** Amazon keeps its services in this part of the private addresses. */
  private static final byte[] AMAZON = {(byte) 0xfd, 0, 0x0e, (byte) 0xc2};

  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b};
  private static final byte[] SIX_TO_FOUR = {0x20, 0x02};
  private static final byte[] COMPATIBLE = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  private AddressGuard() {}

  /** Whether no upstream at all may be there. */
  static boolean forbidden(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address.isLoopbackAddress()) {
      return false;
    }
    if (address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || METADATA.contains(address)
        || startsWith(bytes, AMAZON)
        || (bytes.length == 4 && (bytes[0] == 0 || bytes[0] == (byte) 0xff))) {
      return true;
    }
    return bytes.length == 16 && forbiddenInside(bytes);
  }

  /** Whether it is this machine or a private network. */
  static boolean near(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress() || address.isSiteLocalAddress() || uniqueLocal;
  }

  /** Whether it is in the part that providers of networks share among their customers. */
  static boolean shared(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40;
  }

  /** Some IPv6 addresses lead to the IPv4 address that is written in them. */
  private static boolean forbiddenInside(byte[] bytes) {
    if (startsWith(bytes, NAT64) || startsWith(bytes, COMPATIBLE)) {
      return unreachable(Arrays.copyOfRange(bytes, 12, 16));
    }
    return startsWith(bytes, SIX_TO_FOUR) && unreachable(Arrays.copyOfRange(bytes, 2, 6));
  }

  private static boolean unreachable(byte[] four) {
    try {
      InetAddress inside = InetAddress.getByAddress(four);
      return forbidden(inside) || near(inside);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length == 16 && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }
}
