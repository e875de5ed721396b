// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to create a container. Lists and maps may be empty, never null; a null single
 * value means "as the image says". Built by the stack's plan.
 */
public record ContainerSpec(
    String name,
    String image,
    @Nullable List<String> entrypoint,
    @Nullable List<String> command,
    Map<String, String> environment,
    Map<String, String> labels,
    @Nullable String user,
    @Nullable String workingDirectory,
    @Nullable String hostname,
    @Nullable HealthCheck healthCheck,
    @Nullable String stopSignal,
    @Nullable Duration stopGrace,
    List<PortBinding> ports,
    List<MountSpec> mounts,
    List<NetworkAttachment> networks,
    HostOptions host) {

  /** A health check; {@code test} as the engine takes it: CMD, CMD-SHELL or NONE first. */
  public record HealthCheck(
      List<String> test, Duration interval, Duration timeout, Duration startPeriod, int retries) {}

  /** A volume, bind or tmpfs mount. */
  public record MountSpec(
      Type type, String source, String target, boolean readOnly, Map<String, String> options) {
    /** Kind of mount. */
    public enum Type {
      VOLUME,
      BIND,
      TMPFS
    }
  }

  /** A network to join, with the names under which others find the container. */
  public record NetworkAttachment(String network, List<String> aliases, String ipv4, String ipv6) {
    /** With an address that the engine chooses. */
    public NetworkAttachment(String network, List<String> aliases) {
      this(network, aliases, "", "");
    }
  }

  /** A limit of a process, such as nofile. */
  public record Ulimit(String name, long soft, long hard) {}

  /**
   * What else a container finds around it. Zero or empty means the engine's default.
   *
   * @param groups further groups of its user
   * @param cpus the processors that it may run on
   * @param devices such as graphics cards
   */
  public record Surroundings(
      List<String> dns,
      List<String> dnsSearch,
      List<String> dnsOptions,
      List<String> groups,
      String domain,
      boolean terminal,
      boolean input,
      long oomScore,
      long memoryReservation,
      long cpuShares,
      String cpus,
      List<DeviceRequest> devices,
      List<HostDevice> hostDevices) {
    /** What every container has. */
    public static Surroundings usual() {
      return new Surroundings(
          List.of(), List.of(), List.of(), List.of(), "", false, false, 0, 0, 0, "", List.of(),
          List.of());
    }
  }

  /**
   * Devices that a driver of the engine chooses, such as graphics cards.
   *
   * @param driver empty for any that has the capabilities
   * @param count -1 for all; 0 when ids are given
   * @param capabilities all of which a device must have
   */
  public record DeviceRequest(
      String driver,
      long count,
      List<String> ids,
      List<String> capabilities,
      Map<String, String> options) {}

  /** A device of the machine, and of r, w and m what the container may do with it. */
  public record HostDevice(String source, String target, String permissions) {}

  /** Limits and rights. Zero or empty means the engine's default. */
  public record HostOptions(
      String restartPolicy,
      int restartRetries,
      long memoryBytes,
      long nanoCpus,
      long shmBytes,
      long pidsLimit,
      boolean init,
      boolean readOnly,
      boolean privileged,
      List<String> capAdd,
      List<String> capDrop,
      List<String> securityOptions,
      List<String> extraHosts,
      Map<String, String> logOptions,
      String logDriver,
      Map<String, String> sysctls,
      List<Ulimit> ulimits,
      Surroundings surroundings) {
    /** Nothing but the engine's defaults. */
    public static HostOptions defaults() {
      return new HostOptions(
          "",
          0,
          0,
          0,
          0,
          0,
          false,
          false,
          false,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          "",
          Map.of(),
          List.of(),
          Surroundings.usual());
    }

    /** The same with a memory limit in bytes. */
    public HostOptions withMemory(long bytes) {
      return new HostOptions(
          restartPolicy,
          restartRetries,
          bytes,
          nanoCpus,
          shmBytes,
          pidsLimit,
          init,
          readOnly,
          privileged,
          capAdd,
          capDrop,
          securityOptions,
          extraHosts,
          logOptions,
          logDriver,
          sysctls,
          ulimits,
          surroundings);
    }
  }
}
