// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.MemberFile;
import dev.wheelhouse.engine.docker.ImageInfo;
import dev.wheelhouse.engine.job.JobControl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything a service's part of a backup is made with.
 *
 * @param server the stack's own container, running or not
 * @param folder the partial folder
 * @param memberFolder the folder inside it for this service
 * @param pauser stops and starts the server, and remembers that on disk
 */
public record Capture(
    Server server,
    Path folder,
    String memberFolder,
    Workbench workbench,
    Pauser pauser,
    JobControl control,
    Clock clock) {

  /** Stops a server for a moment; what was stopped is started again even after a crash. */
  public interface Pauser {
    void stop(Server server);

    /** Starts it and waits until it is healthy. */
    void resume(Server server);
  }

  public Instant now() {
    return clock.instant();
  }

  public ServiceBlueprint blueprint() {
    return server.blueprint();
  }

  public ServiceBlueprint.VolumeUse volume() {
    return blueprint().dataVolume().orElseThrow();
  }

  public MemberFile member(String name, Meter meter) throws IOException {
    return MemberFile.create(folder, memberFolder + "/" + name, meter);
  }

  public Path path(Manifest.Member member) {
    return folder.resolve(member.name());
  }

  /**
   * @param owner uid and gid of the data
   */
  public Manifest.Source source(String serverVersion, Owner owner, long dataBytes) {
    Optional<ImageInfo> image = server.docker().image(blueprint().image());
    String imageId = server.docker().inspect(server.container()).imageId();
    String digest =
        image
            .filter(info -> info.id().equals(imageId))
            .flatMap(info -> info.digests().stream().findFirst())
            .orElse("");
    return new Manifest.Source(
        blueprint().image(),
        imageId,
        digest,
        serverVersion,
        volume().name(),
        volume().target(),
        owner.uid(),
        owner.gid(),
        dataBytes);
  }

  /** Numeric owner of files. */
  public record Owner(long uid, long gid) {}

  /** Owner of the data folder of a running server. */
  public Owner owner() {
    String step = "asking who owns " + volume().target();
    String[] parts =
        server
            .output(step, java.util.List.of("stat", "-c", "%u %g", volume().target()))
            .trim()
            .split(" ");
    return new Owner(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  public StepFailed failed(String step, IOException e) {
    return new StepFailed(
        blueprint().name(), step, java.util.List.of(String.valueOf(e.getMessage())), e);
  }
}
