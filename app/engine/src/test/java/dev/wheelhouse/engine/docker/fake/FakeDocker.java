// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.fake;

import dev.wheelhouse.engine.docker.BuildSpec;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerDetail.Health;
import dev.wheelhouse.engine.docker.ContainerDetail.Probe;
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
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Docker engine in memory. It keeps containers, networks, volumes and images, and tells events;
 * what commands do and how health goes is set by the test. Thread-safe.
 */
public final class FakeDocker implements Docker {
  private final Clock clock;
  private final Map<String, FakeContainer> containers = new LinkedHashMap<>();
  private final Map<String, NetworkInfo> networks = new LinkedHashMap<>();
  private final Map<String, VolumeInfo> volumes = new LinkedHashMap<>();
  private final Map<String, ImageInfo> images = new LinkedHashMap<>();
  private final Map<String, Health.Status> firstHealth = new LinkedHashMap<>();
  private final Map<String, String> startErrors = new LinkedHashMap<>();
  private final Map<String, Runnable> hooks = new ConcurrentHashMap<>();
  private final Set<String> pullable = new HashSet<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final FakePrograms programs;
  private final FakeEvents events = new FakeEvents();
  private volatile @Nullable ProblemException failure;
  private int nextId = 1;

  public FakeDocker(Clock clock) {
    this.clock = clock;
    this.programs = new FakePrograms(this, clock);
  }

  // what tests set

  /** Puts an image in place. */
  public FakeDocker image(String reference, String id) {
    return image(reference, id, Map.of());
  }

  /** Puts an image with labels in place. */
  public synchronized FakeDocker image(String reference, String id, Map<String, String> labels) {
    images.put(reference, new ImageInfo(id, List.of(reference), List.of(), 100_000_000, labels));
    return this;
  }

  /** An image that a pull brings. */
  public synchronized FakeDocker pullable(String reference) {
    pullable.add(reference);
    return this;
  }

  /** What a command does, in a container or by exec. Others sleep until they are stopped. */
  public FakeDocker program(List<String> command, FakeProgram program) {
    programs.add(command, program);
    return this;
  }

  /** The health that a container of this name has when it starts; healthy otherwise. */
  public synchronized FakeDocker healthAtStart(String name, Health.Status status) {
    firstHealth.put(name, status);
    return this;
  }

  /** Makes the start of a container fail with the engine's text; an empty one ends that. */
  public synchronized FakeDocker startError(String name, String message) {
    startErrors.put(name, message);
    return this;
  }

  /** A health check has run. */
  public void health(String name, Health.Status status, String output) {
    FakeContainer container;
    synchronized (this) {
      container = find(name);
      container.health = status;
      int code = status == Health.Status.HEALTHY ? 0 : 1;
      container.probes = List.of(new Probe(clock.instant(), code, output));
    }
    tell(container, "health_status: " + status.name().toLowerCase(Locale.ROOT));
  }

  /** The container ends by itself. */
  public void end(String name, long exitCode, boolean outOfMemory) {
    FakeContainer container;
    synchronized (this) {
      container = find(name);
      container.outOfMemory = outOfMemory;
    }
    ended(container, exitCode);
  }

  /** Does this when the call, such as {@code create demo-web-1}, comes the next time. */
  public FakeDocker once(String call, Runnable hook) {
    hooks.put(call, hook);
    return this;
  }

  /** From now on every call fails with this; null ends that. */
  public void failWith(@Nullable ProblemException problem) {
    failure = problem;
  }

  /** Ends the event streams in good order, as some engines do. */
  public void endEventStreams() {
    events.endAll();
  }

  /** From now on nobody is told of events; streams stay open. */
  public void silenceEvents() {
    events.silence();
  }

  /** What was asked, such as {@code start demo-web-1}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** A container by name. */
  public synchronized FakeContainer container(String name) {
    return find(name);
  }

  // the port

  private void called(String call) {
    calls.add(call);
    Runnable hook = hooks.remove(call);
    if (hook != null) {
      hook.run();
    }
    ProblemException problem = failure;
    if (problem != null) {
      throw problem;
    }
  }

  private synchronized FakeContainer find(String reference) {
    for (FakeContainer container : containers.values()) {
      if (container.id.equals(reference) || container.name.equals(reference)) {
        return container;
      }
    }
    throw new ProblemException(new EngineProblem.NotFound("container", reference));
  }

  private void tell(FakeContainer container, String action) {
    Map<String, String> labels = new LinkedHashMap<>(container.spec.labels());
    labels.put("name", container.name);
    events.tell(new DockerEvent(clock.instant(), action, container.id, labels));
  }

  @Override
  public EngineInfo info() {
    called("info");
    return new EngineInfo(
        "fake://engine", "Fake Engine", "1.0", "1.41", "memory", 2, 8L << 30, "/data");
  }

  @Override
  public synchronized List<ContainerSummary> containers(Map<String, String> labels) {
    called("list");
    return containers.values().stream()
        .filter(container -> container.matches(labels))
        .map(FakeContainer::summary)
        .toList()
        // the newest first, as engines do
        .reversed();
  }

  @Override
  public synchronized ContainerDetail inspect(String container) {
    called("inspect");
    return find(container).detail();
  }

  @Override
  public String create(ContainerSpec spec) {
    called("create " + spec.name());
    FakeContainer container;
    synchronized (this) {
      ImageInfo image = images.get(spec.image());
      if (image == null) {
        throw new ProblemException(new EngineProblem.NotFound("image", spec.image()));
      }
      if (containers.values().stream().anyMatch(other -> other.name.equals(spec.name()))) {
        throw refused(
            "create container " + spec.name(),
            409,
            "Conflict. The container name \"/" + spec.name() + "\" is already in use");
      }
      container = new FakeContainer("%064x".formatted(nextId++), spec, image.id(), clock.instant());
      containers.put(container.id, container);
    }
    tell(container, "create");
    return container.id;
  }

  @Override
  public synchronized void connect(String container, ContainerSpec.NetworkAttachment network) {
    called("connect " + container + " " + network.network());
    find(container).networks.add(network.network());
  }

  /** As if the program that created it had been killed before it joined the network. */
  public synchronized void leave(String container, String network) {
    find(container).networks.remove(network);
  }

  static ProblemException refused(String action, int status, String message) {
    return new ProblemException(new EngineProblem.EngineRefused(action, status, message));
  }

  @Override
  public void start(String reference) {
    FakeContainer container = find(reference);
    called("start " + container.name);
    synchronized (this) {
      if (container.running()) {
        return;
      }
      String error = startErrors.getOrDefault(container.name, "");
      container.error = error;
      if (!error.isEmpty()) {
        container.exitCode = 128;
        throw refused("start container " + container.name, 500, error);
      }
      container.state = "running";
      container.startedAt = clock.instant();
      container.exitCode = 0;
      container.health =
          container.spec.healthCheck() == null
              ? null
              : firstHealth.getOrDefault(container.name, Health.Status.HEALTHY);
    }
    tell(container, "start");
    programs.start(container);
  }

  /** A program has ended, or was stopped. */
  void ended(FakeContainer container, long exitCode) {
    synchronized (this) {
      if (!container.running()) {
        return;
      }
      container.state = "exited";
      container.exitCode = exitCode;
      container.finishedAt = clock.instant();
      container.program = null;
    }
    tell(container, "die");
  }

  @Override
  public void stop(String reference, Duration grace) {
    FakeContainer container = find(reference);
    called("stop " + container.name);
    if (halt(container, 143)) {
      tell(container, "stop");
    }
  }

  @Override
  public void kill(String reference, String signal) {
    FakeContainer container = find(reference);
    called("kill " + container.name);
    halt(container, signal.equals("KILL") ? 137 : 143);
  }

  private boolean halt(FakeContainer container, long exitCode) {
    Thread program = container.program;
    boolean ran = container.running();
    ended(container, exitCode);
    if (program != null) {
      program.interrupt();
    }
    return ran;
  }

  @Override
  public void removeKeepingVolumes(String reference) {
    remove(reference, true, " keeping its volumes");
  }

  @Override
  public void remove(String reference, boolean force) {
    remove(reference, force, "");
  }

  private void remove(String reference, boolean force, String how) {
    FakeContainer container;
    synchronized (this) {
      container =
          containers.values().stream()
              .filter(one -> one.id.equals(reference) || one.name.equals(reference))
              .findFirst()
              .orElse(null);
    }
    called("remove " + (container == null ? reference : container.name) + how);
    if (container == null) {
      return;
    }
    if (container.running() && !force) {
      throw refused("remove container", 409, "You cannot remove a running container");
    }
    halt(container, 137);
    synchronized (this) {
      containers.remove(container.id);
    }
    tell(container, "destroy");
  }

  @Override
  public synchronized void rename(String container, String name) {
    called("rename " + container);
    find(container).name = name;
  }

  @Override
  public synchronized List<NetworkInfo> networks(Map<String, String> labels) {
    called("networks");
    return networks.values().stream()
        .filter(network -> network.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  @Override
  public synchronized Optional<NetworkInfo> network(String name) {
    return Optional.ofNullable(networks.get(name));
  }

  @Override
  public synchronized String createNetwork(NetworkSpec spec) {
    called("create network " + spec.name());
    networks.put(
        spec.name(),
        new NetworkInfo("n-" + spec.name(), spec.name(), spec.internal(), spec.labels()));
    return "n-" + spec.name();
  }

  @Override
  public synchronized void removeNetwork(String name) {
    called("remove network " + name);
    networks.remove(name);
  }

  @Override
  public synchronized List<VolumeInfo> volumes(Map<String, String> labels) {
    called("volumes");
    return volumes.values().stream()
        .filter(volume -> volume.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  @Override
  public synchronized Optional<VolumeInfo> volume(String name) {
    return Optional.ofNullable(volumes.get(name));
  }

  @Override
  public synchronized void createVolume(VolumeSpec spec) {
    called("create volume " + spec.name());
    volumes.put(
        spec.name(), new VolumeInfo(spec.name(), "local", "/v/" + spec.name(), spec.labels()));
  }

  @Override
  public synchronized void removeVolume(String name) {
    called("remove volume " + name);
    for (FakeContainer container : containers.values()) {
      if (container.spec.mounts().stream().anyMatch(mount -> mount.source().equals(name))) {
        throw refused("remove volume " + name, 409, "volume is in use");
      }
    }
    volumes.remove(name);
  }

  @Override
  public synchronized Optional<ImageInfo> image(String reference) {
    called("image");
    return Optional.ofNullable(images.get(reference));
  }

  @Override
  public void pull(
      String reference, Consumer<LayerProgress> progress, Consumer<Subscription> cancel) {
    called("pull " + reference);
    cancel.accept(() -> {});
    if (!pullable.contains(reference)) {
      String registry =
          reference.contains("/") ? reference.substring(0, reference.indexOf('/')) : "hub";
      throw refused("pull image " + reference, 404, registry + ": manifest unknown");
    }
    progress.accept(new LayerProgress("abc", "Pulling fs layer", 0, 0));
    progress.accept(new LayerProgress("abc", "Downloading", 50, 100));
    progress.accept(new LayerProgress("abc", "Pull complete", 0, 0));
    image(reference, "sha256:" + reference.hashCode());
  }

  @Override
  public void build(
      BuildSpec spec, InputStream context, Consumer<String> lines, Consumer<Subscription> cancel) {
    String tag = spec.tags().getFirst();
    called("build " + tag);
    cancel.accept(() -> {});
    lines.accept("Step 1/2 : FROM scratch");
    if (spec.arguments().containsKey("BROKEN")) {
      lines.accept("make: *** no rule");
      throw refused("build image " + tag, 200, "The command 'make' returned a non-zero code: 2");
    }
    String id = "sha256:built-" + nextId++;
    spec.tags().forEach(name -> image(name, id, spec.labels()));
  }

  @Override
  public int exec(
      String container, ExecSpec spec, InputStream input, OutputStream output, OutputStream error) {
    FakeContainer found = find(container);
    called("exec " + found.name + " " + String.join(" ", spec.command()));
    if (!found.running()) {
      throw refused("run", 409, "Container " + found.id + " is not running");
    }
    return programs.exec(new FakeProgram.Surroundings(found, input, output, error), spec);
  }

  @Override
  public ExecResult exec(String container, ExecSpec spec) {
    java.io.ByteArrayOutputStream output = new java.io.ByteArrayOutputStream();
    java.io.ByteArrayOutputStream error = new java.io.ByteArrayOutputStream();
    int status = exec(container, spec, InputStream.nullInputStream(), output, error);
    return new ExecResult(
        status,
        output.toString(java.nio.charset.StandardCharsets.UTF_8),
        error.toString(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public Subscription logs(
      String container, LogRequest request, Consumer<RawLogLine> listener, Runnable onEnd) {
    FakeContainer found = find(container);
    called("logs " + found.name);
    return programs.logs(found, request, listener, onEnd);
  }

  @Override
  public ContainerStats stats(String container) {
    called("stats");
    find(container);
    long now = clock.millis() * 1_000_000;
    return new ContainerStats(now / 10, now, 2, 50 << 20, 100 << 20, 1000, 2000, 3000, 4000);
  }

  @Override
  public Subscription events(Instant since, Consumer<DockerEvent> listener, Runnable onEnd) {
    called("events");
    return events.subscribe(since, listener, onEnd);
  }

  @Override
  public InputStream copyFrom(String container, String path) {
    called("copy from");
    return FakeArchive.pack(find(container), path);
  }

  @Override
  public void copyTo(String container, String folder, InputStream tar) {
    called("copy to");
    FakeArchive.unpack(find(container), folder, tar);
  }

  /** The containers there are, in the order of their making. */
  public synchronized List<FakeContainer> all() {
    return new ArrayList<>(containers.values());
  }

  @Override
  public void close() {
    all().forEach(container -> halt(container, 137));
    events.endAll();
  }
}
