// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What inspect tells of a container.
 *
 * @param state created, running, restarting, exited, paused, dead
 * @param error the engine's own text when a start failed
 * @param health null without a health check
 * @param memoryLimitBytes 0 for none
 * @param mounts volumes and binds
 */
public record ContainerDetail(
    String id,
    String name,
    String image,
    String imageId,
    String state,
    String error,
    boolean outOfMemory,
    long exitCode,
    int restartCount,
    @Nullable Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Health health,
    long memoryLimitBytes,
    Map<String, String> labels,
    List<PortBinding> ports,
    List<Mount> mounts,
    List<String> networks) {

  /** State of the health check with the newest probes last. */
  public record Health(Status status, int failingStreak, List<Probe> probes) {
    /** The engine's words. */
    public enum Status {
      STARTING,
      HEALTHY,
      UNHEALTHY
    }
  }

  /** One run of the health check. */
  public record Probe(Instant at, long exitCode, String output) {}

  /** A mount; {@code source} is the volume's name, or the host path of a bind. */
  public record Mount(boolean volume, String source, String target, boolean readOnly) {}

  public boolean running() {
    return state.equals("running");
  }
}
