// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import dev.wheelhouse.engine.docker.ContainerSpec.HealthCheck;
import dev.wheelhouse.engine.docker.ContainerSpec.HostOptions;
import dev.wheelhouse.engine.docker.ContainerSpec.MountSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.NetworkAttachment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds container specs for tests. */
public final class SpecBuilder {
  private final String name;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<MountSpec> mounts = new ArrayList<>();
  private final List<NetworkAttachment> networks = new ArrayList<>();
  private final List<PortBinding> ports = new ArrayList<>();
  private String image;
  private @Nullable List<String> entrypoint = List.of();
  private @Nullable List<String> command = List.of();
  private @Nullable HealthCheck health;
  private HostOptions host = HostOptions.defaults();

  public SpecBuilder(String name, String image) {
    this.name = name;
    this.image = image;
  }

  public SpecBuilder image(String value) {
    image = value;
    return this;
  }

  public SpecBuilder command(String... words) {
    command = List.of(words);
    return this;
  }

  /** Runs the image's own program. */
  public SpecBuilder asImageSays() {
    entrypoint = null;
    command = null;
    return this;
  }

  public SpecBuilder label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  public SpecBuilder environment(String key, String value) {
    environment.put(key, value);
    return this;
  }

  public SpecBuilder mount(MountSpec mount) {
    mounts.add(mount);
    return this;
  }

  public SpecBuilder network(NetworkAttachment network) {
    networks.add(network);
    return this;
  }

  public SpecBuilder port(PortBinding port) {
    ports.add(port);
    return this;
  }

  public SpecBuilder health(HealthCheck check) {
    health = check;
    return this;
  }

  public SpecBuilder host(HostOptions options) {
    host = options;
    return this;
  }

  public SpecBuilder memory(long bytes) {
    return host(HostOptions.defaults().withMemory(bytes));
  }

  /** The spec; a stop grace of one second. */
  public ContainerSpec build() {
    return new ContainerSpec(
        name,
        image,
        entrypoint,
        command,
        environment,
        labels,
        null,
        null,
        null,
        health,
        null,
        Duration.ofSeconds(1),
        ports,
        mounts,
        networks,
        host);
  }
}
