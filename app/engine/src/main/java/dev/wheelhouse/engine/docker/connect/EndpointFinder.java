// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.connect;

import dev.wheelhouse.engine.docker.adapter.http.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where an engine may answer, in the order of the {@code docker} command: {@code DOCKER_HOST}, then
 * {@code DOCKER_CONTEXT}, then the current context of {@code ~/.docker/config.json}. Whoever set
 * one of these means that engine and no other. Without any, the usual sockets are tried.
 */
public final class EndpointFinder {
  private final Map<String, String> environment;
  private final Path home;
  private final String system;

  /**
   * @param environment such as {@link System#getenv()}
   * @param home the user's folder
   * @param system the operating system's name, as in the property {@code os.name}
   */
  public EndpointFinder(Map<String, String> environment, Path home, String system) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.system = system.toLowerCase(Locale.ROOT);
  }

  /** The finder for the user of this process, with these environment variables. */
  public static EndpointFinder ofUser(Map<String, String> environment) {
    return new EndpointFinder(
        environment, Path.of(System.getProperty("user.home")), System.getProperty("os.name", ""));
  }

  /**
   * What was found.
   *
   * @param endpoints to try in this order
   * @param remarks what was looked at and cannot be tried, with the reason
   */
  public record Found(List<Endpoint> endpoints, List<String> remarks) {
    public Found {
      endpoints = List.copyOf(endpoints);
      remarks = List.copyOf(remarks);
    }
  }

  /** Looks now; files and sockets may appear later, so ask again before each attempt. */
  public Found find() {
    String host = environment.getOrDefault("DOCKER_HOST", "").strip();
    if (!host.isEmpty()) {
      return named(host, tlsOfEnvironment(), "DOCKER_HOST");
    }
    ContextStore contexts = new ContextStore(dockerConfig());
    String wanted = environment.getOrDefault("DOCKER_CONTEXT", "").strip();
    String origin = "DOCKER_CONTEXT " + wanted;
    if (wanted.isEmpty()) {
      wanted = contexts.current();
      origin = "context " + wanted;
    }
    if (!wanted.isEmpty() && !wanted.equals("default")) {
      Optional<ContextStore.Context> context = contexts.find(wanted);
      if (context.isEmpty()) {
        return new Found(List.of(), List.of(origin + ": there is no such context"));
      }
      return named(context.get().host(), context.get().certificates(), origin);
    }
    return usualSockets();
  }

  private Path dockerConfig() {
    String folder = environment.getOrDefault("DOCKER_CONFIG", "");
    return folder.isEmpty() ? home.resolve(".docker") : Path.of(folder);
  }

  private Optional<Path> tlsOfEnvironment() {
    if (environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()) {
      return Optional.empty();
    }
    String folder = environment.getOrDefault("DOCKER_CERT_PATH", "");
    return Optional.of(folder.isEmpty() ? dockerConfig() : Path.of(folder));
  }

  private static Found named(String host, Optional<Path> certificates, String origin) {
    String address = host.startsWith("http") ? host.replaceFirst("^https?", "tcp") : host;
    try {
      Endpoint endpoint = new Endpoint(URI.create(address), certificates.orElse(null), origin);
      return new Found(List.of(endpoint), List.of());
    } catch (IllegalArgumentException e) {
      String reason =
          address.startsWith("ssh:")
              ? "engines over SSH are not supported; forward the socket with ssh -L"
              : "not an address of a Docker engine";
      return new Found(List.of(), List.of(origin + " " + host + ": " + reason));
    }
  }

  private Found usualSockets() {
    List<Endpoint> endpoints = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    if (system.startsWith("windows")) {
      for (String pipe :
          List.of("docker_engine", "dockerDesktopLinuxEngine", "podman-machine-default")) {
        endpoints.add(Endpoint.of("npipe:////./pipe/" + pipe, "named pipe " + pipe));
      }
      return new Found(endpoints, remarks);
    }
    sockets()
        .forEach((path, product) -> {
          if (Files.exists(path)) {
            endpoints.add(new Endpoint(URI.create("unix://" + path), null, product));
          } else {
            remarks.add("unix://" + path + " (" + product + "): not there");
          }
        });
    return new Found(endpoints, remarks);
  }

  private Map<Path, String> sockets() {
    Map<Path, String> sockets = new LinkedHashMap<>();
    sockets.put(Path.of("/var/run/docker.sock"), "the usual place");
    sockets.put(home.resolve(".docker/run/docker.sock"), "Docker Desktop");
    if (!system.startsWith("mac")) {
      sockets.put(home.resolve(".docker/desktop/docker.sock"), "Docker Desktop");
      Path runtime = runtimeFolder();
      sockets.put(runtime.resolve("docker.sock"), "rootless Docker");
      sockets.put(runtime.resolve("podman/podman.sock"), "rootless Podman");
      sockets.put(Path.of("/run/podman/podman.sock"), "Podman");
    }
    sockets.put(home.resolve(".colima/default/docker.sock"), "Colima");
    sockets.put(home.resolve(".config/colima/default/docker.sock"), "Colima");
    sockets.put(home.resolve(".rd/docker.sock"), "Rancher Desktop");
    sockets.put(home.resolve(".orbstack/run/docker.sock"), "OrbStack");
    sockets.put(
        home.resolve(".local/share/containers/podman/machine/podman.sock"), "Podman machine");
    return sockets;
  }

  private Path runtimeFolder() {
    String folder = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return folder.isEmpty() ? Path.of("/run/user", userId()) : Path.of(folder);
  }

  private String userId() {
    try {
      return String.valueOf(Files.getAttribute(home, "unix:uid"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "0";
    }
  }
}
