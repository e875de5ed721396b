// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.secret.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How to run a gateway.
 *
 * @param host {@code 127.0.0.1}, {@code localhost} or {@code ::1}; nothing else is accepted
 * @param port 0 for any free one
 * @param token what clients must send
 * @param upstreams in order of preference
 * @param allowedOrigins web origins that may call, for example {@code https://app.example.com}
 */
public record GatewayConfig(
    String host,
    int port,
    Secret token,
    List<UpstreamConfig> upstreams,
    Set<String> allowedOrigins,
    GatewayLimits limits) {

  /** The port unless set otherwise. */
  public static final int DEFAULT_PORT = 11435;

  /** Checks everything that can be checked without starting. */
  public GatewayConfig {
    upstreams = List.copyOf(upstreams);
    allowedOrigins = Set.copyOf(allowedOrigins);
    address(host);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("no such port: " + port);
    }
    if (!token.isPresent()) {
      throw new GatewayException(
          GatewayException.Kind.TOKEN_MISSING, "The gateway needs a token of its own.");
    }
    requireUniqueNames(upstreams);
    allowedOrigins.forEach(GatewayConfig::requireOrigin);
  }

  /** A gateway on 127.0.0.1 with the usual limits and no web origins. */
  public static GatewayConfig of(int port, Secret token, List<UpstreamConfig> upstreams) {
    return new GatewayConfig(
        "127.0.0.1", port, token, upstreams, Set.of(), GatewayLimits.defaults());
  }

  /** The address to listen on. */
  InetAddress address() {
    return address(host);
  }

  static void requireUniqueNames(List<UpstreamConfig> upstreams) {
    Set<String> names = new HashSet<>();
    for (UpstreamConfig upstream : upstreams) {
      if (!names.add(upstream.name())) {
        throw new GatewayException(
            GatewayException.Kind.DUPLICATE_UPSTREAM,
            "Two upstreams are called %s.".formatted(upstream.name()));
      }
    }
  }

  /** Only literal names: what "localhost" resolves to is not ours to trust. */
  private static InetAddress address(String host) {
    String literal =
        switch (host) {
          case "127.0.0.1", "localhost" -> "127.0.0.1";
          case "::1", "[::1]" -> "::1";
          default ->
              throw new GatewayException(
                  GatewayException.Kind.HOST_NOT_LOOPBACK,
                  "The gateway listens on this machine only: the host must be 127.0.0.1,"
                      + " localhost or ::1.");
        };
    return InetAddress.ofLiteral(literal);
  }

  static void requireOrigin(String origin) {
    URI uri;
    try {
      uri = URI.create(origin);
    } catch (IllegalArgumentException e) {
      throw badOrigin(e);
    }
    boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty();
    if (uri.getScheme() == null || uri.getRawAuthority() == null || !bare) {
      throw badOrigin(null);
    }
  }

  private static GatewayException badOrigin(
      @org.jspecify.annotations.Nullable IllegalArgumentException cause) {
    String message =
        "An allowed origin is scheme://host[:port] and nothing more; * and null are never allowed.";
    return cause == null
        ? new GatewayException(GatewayException.Kind.BAD_ORIGIN, message)
        : new GatewayException(GatewayException.Kind.BAD_ORIGIN, message, cause);
  }
}
