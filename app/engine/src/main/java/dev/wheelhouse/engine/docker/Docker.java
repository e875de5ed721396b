// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import dev.wheelhouse.engine.event.Subscription;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The Docker engine as the rest of Wheelhouse sees it. Every call blocks, has a deadline of its own
 * and is thread-safe. Failures are {@link dev.wheelhouse.engine.problem.ProblemException}s with an
 * {@code EngineProblem}; {@code NotFound} where the object is missing.
 */
public interface Docker extends AutoCloseable {

  /** What the engine is; also the cheapest way to ask whether it answers. */
  EngineInfo info();

  /** All containers, running or not, that carry every given label (an empty value: any value). */
  List<ContainerSummary> containers(Map<String, String> labels);

  ContainerDetail inspect(String container);

  /** Creates a container and returns its id. */
  String create(ContainerSpec spec);

  /** Lets a container join a network that it is not in. */
  void connect(String container, ContainerSpec.NetworkAttachment network);

  /** Starts; does nothing when it runs already. */
  void start(String container);

  /** Stops with SIGTERM (or the image's signal), then SIGKILL after the grace; idempotent. */
  void stop(String container, Duration grace);

  void kill(String container, String signal);

  /** Removes the container with its anonymous volumes; {@code force} ends it first. Idempotent. */
  void remove(String container, boolean force);

  /** Ends and removes the container, and leaves its anonymous volumes. Idempotent. */
  void removeKeepingVolumes(String container);

  /** Renames a container. */
  void rename(String container, String name);

  List<NetworkInfo> networks(Map<String, String> labels);

  Optional<NetworkInfo> network(String name);

  String createNetwork(NetworkSpec spec);

  /** Idempotent. */
  void removeNetwork(String name);

  List<VolumeInfo> volumes(Map<String, String> labels);

  Optional<VolumeInfo> volume(String name);

  void createVolume(VolumeSpec spec);

  /** Idempotent. */
  void removeVolume(String name);

  Optional<ImageInfo> image(String reference);

  /**
   * Pulls an image; returns when it is complete. Errors inside the stream are thrown.
   *
   * @param progress gets each layer's progress
   * @param cancel closing what it is given aborts the pull
   */
  void pull(String reference, Consumer<LayerProgress> progress, Consumer<Subscription> cancel);

  /**
   * Builds an image with the engine's classic builder; returns when it is complete. Errors inside
   * the stream are thrown.
   *
   * @param context a tar of the files that the build gets
   * @param lines gets what the builder says
   * @param cancel closing what it is given aborts the build
   */
  void build(
      BuildSpec spec, InputStream context, Consumer<String> lines, Consumer<Subscription> cancel);

  /**
   * Runs a command in a running container and waits for its end.
   *
   * @param input fed to the command's standard input; an empty stream for none
   * @param output gets standard output
   * @param error gets standard error
   * @return the exit status
   */
  int exec(
      String container, ExecSpec spec, InputStream input, OutputStream output, OutputStream error);

  /** Runs a short command without input and returns what it printed (at most 1 MB each). */
  ExecResult exec(String container, ExecSpec spec);

  /**
   * Streams log lines to the listener on a thread of the adapter until the container's log ends
   * (without {@code follow}) or the subscription is closed. {@code onEnd} is called once.
   */
  Subscription logs(
      String container, LogRequest request, Consumer<RawLogLine> listener, Runnable onEnd);

  /** One sample of the resource use of a running container. */
  ContainerStats stats(String container);

  /**
   * Streams engine events of containers from {@code since} on, until closed; {@code onEnd} tells
   * that the stream ended for any reason, also cleanly. Events are hints: list and inspect are the
   * truth.
   */
  Subscription events(Instant since, Consumer<DockerEvent> listener, Runnable onEnd);

  /** A tar of the path, uncompressed; the container need not run. The caller closes it. */
  InputStream copyFrom(String container, String path);

  /** Unpacks an uncompressed tar into the folder; refuses compressed input. */
  void copyTo(String container, String folder, InputStream tar);

  @Override
  void close();
}
