// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import dev.wheelhouse.gateway.secret.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * A {@code DATABASE_URL}, {@code postgresql://user:password@host:port/database?sslmode=…}, as the
 * driver wants it: with the password apart, so that no message can show it.
 */
public final class PostgresAddress {
  private final String url;
  private final String user;
  private final Secret password;

  private PostgresAddress(String url, String user, Secret password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /** Reads it; also with a driver's name after the scheme, as some programs write it. */
  public static PostgresAddress of(Secret databaseUrl) {
    URI uri;
    try {
      String text = databaseUrl.reveal().strip();
      uri = URI.create(text.replaceFirst("^postgres(ql)?(\\+\\w+)?://", "postgresql://"));
    } catch (IllegalArgumentException _) {
      throw wrong(); // its message would show the password
    }
    if (!"postgresql".equals(uri.getScheme()) || uri.getHost() == null) {
      throw wrong();
    }
    String[] userInfo = String.valueOf(uri.getRawUserInfo()).split(":", 2);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new PostgresAddress(
        "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
        uri.getRawUserInfo() == null ? "" : decoded(userInfo[0]),
        userInfo.length < 2 ? Secret.none() : Secret.of(decoded(userInfo[1])));
  }

  /** Without user and password. */
  public String url() {
    return url;
  }

  /** User, password, and where unqualified tables are. */
  public Properties properties(String schema) {
    Properties properties = new Properties();
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
    }
    if (password.isPresent()) {
      properties.setProperty("password", password.reveal());
    }
    properties.setProperty("currentSchema", schema);
    properties.setProperty("ApplicationName", "wheelhouse-gateway");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "The database's address must be postgresql://user:password@host:port/database.");
  }
}
