// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.redis;

import dev.wheelhouse.gateway.secret.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * Where a Redis is.
 *
 * @param user empty for the default one
 * @param prefix begins every key, so that others can use the same database
 * @param timeout of one call; short, as requests wait for it
 */
public record RedisConfig(
    String host,
    int port,
    boolean tls,
    String user,
    Secret password,
    int database,
    String prefix,
    Duration timeout) {
  private static final int USUAL_PORT = 6379;

  /** A Redis on a host of its own network, in the first database. */
  public static RedisConfig of(String host, int port, Secret password) {
    return new RedisConfig(
        host, port, false, "", password, 0, "wheelhouse:", Duration.ofMillis(500));
  }

  /** Reads {@code redis[s]://[user[:password]@]host[:port][/database]}. */
  public static RedisConfig of(URI address) {
    boolean tls = "rediss".equals(address.getScheme());
    if (address.getHost() == null || !(tls || "redis".equals(address.getScheme()))) {
      throw new IllegalArgumentException("a Redis address is redis://host:port or rediss://…");
    }
    String info = address.getUserInfo() == null ? "" : address.getUserInfo();
    int colon = info.indexOf(':');
    String path = address.getPath() == null ? "" : address.getPath().replace("/", "");
    return new RedisConfig(
        address.getHost(),
        address.getPort() < 0 ? USUAL_PORT : address.getPort(),
        tls,
        colon < 0 ? info : info.substring(0, colon),
        colon < 0 ? Secret.none() : Secret.of(info.substring(colon + 1)),
        path.isEmpty() ? 0 : Integer.parseInt(path),
        "wheelhouse:",
        Duration.ofMillis(500));
  }
}
