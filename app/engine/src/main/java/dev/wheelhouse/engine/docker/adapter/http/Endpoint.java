// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter.http;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A place where an engine may answer.
 *
 * @param uri {@code unix:///path}, {@code npipe:////./pipe/name} or {@code tcp://host:port}
 * @param certificates folder with ca.pem, cert.pem and key.pem; null for plain TCP, sockets, pipes
 * @param origin why it is tried, such as "DOCKER_HOST" or "context colima"
 */
public record Endpoint(URI uri, @Nullable Path certificates, String origin) {
  public Endpoint {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    if (!scheme.equals("unix") && !scheme.equals("npipe") && !scheme.equals("tcp")) {
      throw new IllegalArgumentException("not an address of a Docker engine: " + uri);
    }
  }

  /** A plain endpoint. */
  public static Endpoint of(String uri, String origin) {
    return new Endpoint(URI.create(uri), null, origin);
  }

  public boolean local() {
    return !uri.getScheme().equals("tcp");
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
