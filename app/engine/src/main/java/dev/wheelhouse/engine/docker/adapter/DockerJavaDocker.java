// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import dev.wheelhouse.engine.docker.BuildSpec;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.ContainerStats;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerEvent;
import dev.wheelhouse.engine.docker.EngineInfo;
import dev.wheelhouse.engine.docker.ExecResult;
import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.docker.ImageInfo;
import dev.wheelhouse.engine.docker.LayerProgress;
import dev.wheelhouse.engine.docker.LogRequest;
import dev.wheelhouse.engine.docker.NetworkInfo;
import dev.wheelhouse.engine.docker.NetworkSpec;
import dev.wheelhouse.engine.docker.RawLogLine;
import dev.wheelhouse.engine.docker.VolumeInfo;
import dev.wheelhouse.engine.docker.VolumeSpec;
import dev.wheelhouse.engine.docker.adapter.http.Endpoint;
import dev.wheelhouse.engine.docker.adapter.http.EngineHttp;
import dev.wheelhouse.engine.event.Subscription;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The Docker port over docker-java's transport to one engine. */
public final class DockerJavaDocker implements Docker {
  private final EngineHttp http;
  private final Containers containers;
  private final EngineObjects objects;
  private final EngineStreams streams;
  private final Execs execs;
  private final Archives archives;

  public DockerJavaDocker(Endpoint endpoint) {
    this.http = new EngineHttp(endpoint);
    this.containers = new Containers(http);
    this.objects = new EngineObjects(http);
    this.streams = new EngineStreams(http, containers);
    this.execs = new Execs(http);
    this.archives = new Archives(http);
  }

  /** Asks whether the engine answers, for at most two seconds. */
  public void ping() {
    objects.ping();
  }

  @Override
  public EngineInfo info() {
    return objects.info();
  }

  @Override
  public List<ContainerSummary> containers(Map<String, String> labels) {
    return containers.list(labels);
  }

  @Override
  public ContainerDetail inspect(String container) {
    return containers.inspect(container);
  }

  @Override
  public String create(ContainerSpec spec) {
    return containers.create(spec);
  }

  @Override
  public void connect(String container, ContainerSpec.NetworkAttachment network) {
    containers.connect(container, network);
  }

  @Override
  public void start(String container) {
    containers.start(container);
  }

  @Override
  public void stop(String container, Duration grace) {
    containers.stop(container, grace);
  }

  @Override
  public void kill(String container, String signal) {
    containers.kill(container, signal);
  }

  @Override
  public void remove(String container, boolean force) {
    containers.remove(container, force);
  }

  @Override
  public void removeKeepingVolumes(String container) {
    containers.removeKeepingVolumes(container);
  }

  @Override
  public void rename(String container, String name) {
    containers.rename(container, name);
  }

  @Override
  public List<NetworkInfo> networks(Map<String, String> labels) {
    return objects.networks(labels);
  }

  @Override
  public Optional<NetworkInfo> network(String name) {
    return objects.network(name);
  }

  @Override
  public String createNetwork(NetworkSpec spec) {
    return objects.createNetwork(spec);
  }

  @Override
  public void removeNetwork(String name) {
    objects.removeNetwork(name);
  }

  @Override
  public List<VolumeInfo> volumes(Map<String, String> labels) {
    return objects.volumes(labels);
  }

  @Override
  public Optional<VolumeInfo> volume(String name) {
    return objects.volume(name);
  }

  @Override
  public void createVolume(VolumeSpec spec) {
    objects.createVolume(spec);
  }

  @Override
  public void removeVolume(String name) {
    objects.removeVolume(name);
  }

  @Override
  public Optional<ImageInfo> image(String reference) {
    return objects.image(reference);
  }

  @Override
  public void pull(
      String reference, Consumer<LayerProgress> progress, Consumer<Subscription> cancel) {
    streams.pull(reference, progress, cancel);
  }

  @Override
  public void build(
      BuildSpec spec, InputStream context, Consumer<String> lines, Consumer<Subscription> cancel) {
    streams.build(spec, context, lines, cancel);
  }

  @Override
  public int exec(
      String container, ExecSpec spec, InputStream input, OutputStream output, OutputStream error) {
    return execs.run(container, spec, input, output, error);
  }

  @Override
  public ExecResult exec(String container, ExecSpec spec) {
    return execs.run(container, spec);
  }

  @Override
  public Subscription logs(
      String container, LogRequest request, Consumer<RawLogLine> listener, Runnable onEnd) {
    return streams.logs(container, request, listener, onEnd);
  }

  @Override
  public ContainerStats stats(String container) {
    return containers.stats(container);
  }

  @Override
  public Subscription events(Instant since, Consumer<DockerEvent> listener, Runnable onEnd) {
    return streams.events(since, listener, onEnd);
  }

  @Override
  public InputStream copyFrom(String container, String path) {
    return archives.copyFrom(container, path);
  }

  @Override
  public void copyTo(String container, String folder, InputStream tar) {
    archives.copyTo(container, folder, tar);
  }

  @Override
  public void close() {
    http.close();
  }
}
