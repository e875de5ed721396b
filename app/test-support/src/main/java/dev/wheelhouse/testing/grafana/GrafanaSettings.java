// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.grafana;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;

/**
 * What the stand-in reads of Grafana's configuration.
 *
 * @param address where it listens
 * @param user the administrator's name
 * @param password the administrator's password
 * @param data the data folder
 * @param dashboards the folder with provisioned dashboards
 */
public record GrafanaSettings(
    InetSocketAddress address, String user, String password, Path data, Path dashboards) {

  /** Reads {@code GF_…} variables and their {@code __FILE} forms; admin/admin where none is set. */
  static GrafanaSettings from(Map<String, String> environment) {
    int port = Integer.parseInt(environment.getOrDefault("GF_SERVER_HTTP_PORT", "3000"));
    return new GrafanaSettings(
        new InetSocketAddress("0.0.0.0", port),
        value(environment, "GF_SECURITY_ADMIN_USER", "admin"),
        value(environment, "GF_SECURITY_ADMIN_PASSWORD", "admin"),
        Path.of(environment.getOrDefault("GF_PATHS_DATA", "/var/lib/grafana")),
        Path.of(environment.getOrDefault("GF_STANDIN_DASHBOARDS", "/etc/grafana/dashboards")));
  }

  boolean accepts(String name, String secret) {
    byte[] wanted = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    byte[] given = (name + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(wanted, given);
  }

  private static String value(Map<String, String> environment, String name, String otherwise) {
    String file = environment.get(name + "__FILE");
    if (file == null) {
      return environment.getOrDefault(name, otherwise);
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public String toString() {
    return "GrafanaSettings[" + address + ", user " + user + "]";
  }
}
