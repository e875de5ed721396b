// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The base address of an upstream, checked by the same parser that later uses it. {@code https} may
 * go anywhere but to link-local addresses, where clouds keep their metadata; {@code http} only to
 * this machine and private networks. What a name resolves to is checked again at every connection.
 */
public final class BaseAddress {
  private static final Set<String> METADATA_NAMES =
      Set.of("metadata.google.internal", "metadata.goog", "metadata", "instance-data");

  private static final Pattern PLAIN_IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

  private final HttpUrl url;
  private final boolean onlyPublic;

  private BaseAddress(HttpUrl url, boolean onlyPublic) {
    this.url = url;
    this.onlyPublic = onlyPublic;
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
    BaseAddress address = new BaseAddress(url, false);
    InetAddress literal = literal(url.host());
    if (literal != null) {
      address.checkLiteral(literal);
    }
    return address;
  }

  /** The same host with a path put in place of the present one, for example {@code /v1}. */
  public BaseAddress withPath(String path) {
    return new BaseAddress(
        url.newBuilder().encodedPath(path.isEmpty() ? "/" : path).build(), onlyPublic);
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

  /** Whether it is an address of this machine and no other's. */
  public boolean onThisMachine() {
    InetAddress address = literal(url.host());
    return address == null ? url.host().equals("localhost") : address.isLoopbackAddress();
  }

  /** The port that connections go to. */
  public int port() {
    return url.port();
  }

  /** For people: scheme, host, port and path. */
  public String display() {
    return url.toString();
  }

  /** The same address, which must not lead to this machine or a private network. */
  public BaseAddress onlyPublic() {
    return new BaseAddress(url, true);
  }

  /** Name look-up that refuses every address that this upstream must not reach. */
  Dns guarded(Dns names) {
    return host -> {
      List<InetAddress> allowed = names.lookup(host).stream().filter(this::mayReach).toList();
      if (allowed.isEmpty()) {
        throw new UnknownHostException(
            host + " resolves only to addresses that this upstream may not use");
      }
      return allowed;
    };
  }

  private void checkLiteral(InetAddress address) {
    if (AddressGuard.forbidden(address)) {
      throw new IllegalArgumentException(
          "it names a link-local address, or another one where no model can be");
    }
    if (!mayReach(address)) {
      throw new IllegalArgumentException(
          "http is only for this machine and private networks: use https");
    }
  }

  private boolean mayReach(InetAddress address) {
    if (AddressGuard.forbidden(address)) {
      return false;
    }
    boolean near = AddressGuard.near(address);
    if (onlyPublic) {
      return !near && !AddressGuard.shared(address);
    }
    return url.isHttps() || near;
  }

  /**
   * The address that a host is, if it is one. Numbers have many spellings, which parsers read
   * differently; only the plain one is taken.
   */
  private static @Nullable InetAddress literal(String host) {
    if (host.indexOf(':') >= 0 || PLAIN_IPV4.matcher(host).matches()) {
      return InetAddress.ofLiteral(host);
    }
    String last = host.substring(host.lastIndexOf('.') + 1);
    if (last.isEmpty() || last.matches("[0-9]+|0[xX][0-9a-fA-F]*")) {
      throw new IllegalArgumentException(
          "its host is a number in an unusual spelling: write it like 192.168.1.10");
    }
    return null;
  }
}
