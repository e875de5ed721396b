// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/**
 * The base address of an upstream, checked by the same parser that later uses it. {@code https} may
 * go anywhere but to link-local addresses, where clouds keep their metadata; {@code http} only to
 * this machine and private networks. What a name resolves to is checked again at every connection.
 */
public final class BaseAddress {
  private static final Set<String> METADATA_NAMES =
      Set.of("metadata.google.internal", "metadata.goog", "metadata", "instance-data");

  private final HttpUrl url;

  private BaseAddress(HttpUrl url) {
    this.url = url;
  }

  /**
   * Checks an address.
   *
   * @throws IllegalArgumentException when it is no usable base address; the message says why and
   *     does not repeat a password in it
   */
  public static BaseAddress of(URI uri) {
    HttpUrl url = HttpUrl.parse(uri.toString());
    if (url == null) {
      throw new IllegalArgumentException("it must start with http:// or https:// and name a host");
    }
    String host = uri.getHost() == null ? "" : uri.getHost().replaceAll("[\\[\\]]", "");
    if (!host.equalsIgnoreCase(url.host())) {
      // two readings of one address are how checks are walked around
      throw new IllegalArgumentException("its host cannot be read without doubt");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw new IllegalArgumentException("it must not contain a user name or password");
    }
    if (url.query() != null || url.fragment() != null) {
      throw new IllegalArgumentException("it must not contain a query or fragment");
    }
    if (METADATA_NAMES.contains(url.host().toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("it names a cloud's metadata service");
    }
    BaseAddress address = new BaseAddress(url);
    if (isLiteral(url.host())) {
      address.checkLiteral();
    }
    return address;
  }

  /** The same host with a path put in place of the present one, for example {@code /v1}. */
  public BaseAddress withPath(String path) {
    return new BaseAddress(url.newBuilder().encodedPath(path.isEmpty() ? "/" : path).build());
  }

  /** The path without a slash at its end; empty for none. */
  public String path() {
    String path = url.encodedPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** The full address of a path below this one, which may end with a query. */
  HttpUrl resolve(String relative) {
    int query = relative.indexOf('?');
    String below = query < 0 ? relative : relative.substring(0, query);
    return url.newBuilder()
        .encodedPath(path() + below)
        .encodedQuery(query < 0 ? null : relative.substring(query + 1))
        .build();
  }

  /** The host's name or address. */
  public String host() {
    return url.host();
  }

  /** The port that connections go to. */
  public int port() {
    return url.port();
  }

  /** For people: scheme, host, port and path. */
  public String display() {
    return url.toString();
  }

  /** Name look-up that refuses every address that this upstream must not reach. */
  Dns guardedDns() {
    return host -> {
      List<InetAddress> all = Dns.SYSTEM.lookup(host);
      List<InetAddress> allowed = all.stream().filter(this::mayReach).toList();
      if (allowed.isEmpty()) {
        throw new UnknownHostException(
            host + " resolves only to addresses that this upstream may not use");
      }
      return allowed;
    };
  }

  private void checkLiteral() {
    try {
      if (!mayReach(InetAddress.getByName(url.host()))) {
        throw new IllegalArgumentException(
            url.isHttps()
                ? "it names a link-local address"
                : "http is only for this machine and private networks: use https");
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("its host is no address", e);
    }
  }

  private boolean mayReach(InetAddress address) {
    if (address.isLinkLocalAddress() || address.isMulticastAddress()) {
      return false;
    }
    return url.isHttps() || isNear(address);
  }

  private static boolean isNear(InetAddress address) {
    boolean uniqueLocal =
        address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress() || address.isSiteLocalAddress() || uniqueLocal;
  }

  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }
}
