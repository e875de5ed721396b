// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.fake;

import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerDetail.Health;
import dev.wheelhouse.engine.docker.ContainerDetail.Mount;
import dev.wheelhouse.engine.docker.ContainerDetail.Probe;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.MountSpec;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.RawLogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A container of {@link FakeDocker}. Its fields are guarded by the engine's lock. */
public final class FakeContainer {
  final String id;
  final ContainerSpec spec;
  final String imageId;
  final Instant createdAt;
  final List<RawLogLine> log = new ArrayList<>();
  final Map<String, byte[]> files = new TreeMap<>();
  final Set<String> networks = new LinkedHashSet<>();
  String name;
  String state = "created";
  long exitCode;
  int restarts;
  boolean outOfMemory;
  String error = "";
  @Nullable Instant startedAt;
  @Nullable Instant finishedAt;
  Health.@Nullable Status health;
  List<Probe> probes = List.of();
  @Nullable Thread program;

  FakeContainer(String id, ContainerSpec spec, String imageId, Instant createdAt) {
    this.id = id;
    this.createdAt = createdAt;
    this.spec = spec;
    this.imageId = imageId;
    this.name = spec.name();
    spec.networks().forEach(attachment -> networks.add(attachment.network()));
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public ContainerSpec spec() {
    return spec;
  }

  /** Files by their absolute path. */
  public Map<String, byte[]> files() {
    return files;
  }

  public boolean running() {
    return state.equals("running");
  }

  boolean matches(Map<String, String> labels) {
    return labels.entrySet().stream()
        .allMatch(wanted -> {
          String value = spec.labels().get(wanted.getKey());
          return value != null && (wanted.getValue().isEmpty() || wanted.getValue().equals(value));
        });
  }

  ContainerSummary summary() {
    return new ContainerSummary(
        id, name, spec.image(), state, state, spec.labels(), running() ? spec.ports() : List.of());
  }

  ContainerDetail detail() {
    List<Mount> mounts = new ArrayList<>();
    for (MountSpec mount : spec.mounts()) {
      if (mount.type() != MountSpec.Type.TMPFS) {
        boolean volume = mount.type() == MountSpec.Type.VOLUME;
        mounts.add(new Mount(volume, mount.source(), mount.target(), mount.readOnly()));
      }
    }
    Health.Status status = health;
    return new ContainerDetail(
        id,
        name,
        spec.image(),
        imageId,
        state,
        error,
        outOfMemory,
        exitCode,
        restarts,
        createdAt,
        startedAt,
        finishedAt,
        status == null ? null : new Health(status, probes.size(), probes),
        spec.host().memoryBytes(),
        spec.labels(),
        spec.ports(),
        mounts,
        List.copyOf(networks));
  }
}
