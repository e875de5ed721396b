// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One service.
 *
 * @param files secrets and configs, mounted read-only
 * @param networks joined networks by key, and how each is joined
 * @param dependsOn by service name
 * @param extension its {@code x-wheelhouse}
 */
public record ComposeService(
    String name,
    String image,
    Program program,
    Map<String, String> environment,
    @Nullable ComposeHealth health,
    List<ComposePort> ports,
    List<ComposeMount> mounts,
    List<FileMount> files,
    Map<String, Joining> networks,
    Map<String, Dependency> dependsOn,
    Resources resources,
    Rights rights,
    Restart restart,
    Logging logging,
    Map<String, String> labels,
    Making making,
    Extension extension) {
  public ComposeService {
    environment = ordered(environment);
    ports = List.copyOf(ports);
    mounts = List.copyOf(mounts);
    files = List.copyOf(files);
    networks = ordered(networks);
    dependsOn = ordered(dependsOn);
    labels = ordered(labels);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * What runs. Null means "as the image says".
   *
   * @param stopGrace how long it gets to end by itself
   */
  public record Program(
      @Nullable List<String> entrypoint,
      @Nullable List<String> command,
      @Nullable String user,
      @Nullable String workingDirectory,
      @Nullable String hostname,
      boolean init,
      @Nullable String stopSignal,
      Duration stopGrace) {}

  /**
   * How a network is joined.
   *
   * @param aliases further names there
   * @param ipv4 a fixed address; empty for any
   * @param ipv6 the same
   */
  public record Joining(List<String> aliases, String ipv4, String ipv6) {
    public Joining {
      aliases = List.copyOf(aliases);
    }

    /** With these names, and an address that the engine chooses. */
    public static Joining as(String... aliases) {
      return new Joining(List.of(aliases), "", "");
    }
  }

  /**
   * How its containers are made.
   *
   * @param containerName null for the usual name: project, service, number
   * @param copies how many containers it has; may be 0
   * @param build null when its image is pulled
   */
  public record Making(@Nullable String containerName, int copies, @Nullable ComposeBuild build) {
    /** One container of the usual name. */
    public static Making usual() {
      return new Making(null, 1, null);
    }
  }

  /** What must be true of another service before this one starts. */
  public record Dependency(Condition condition, boolean required) {}

  /** Conditions of {@code depends_on}. */
  public enum Condition {
    STARTED,
    HEALTHY,
    COMPLETED
  }

  /** Limits; 0 for none. */
  public record Resources(
      long memoryBytes, long nanoCpus, long pids, long shmBytes, List<Ulimit> ulimits) {}

  /** A limit of a process, such as nofile. */
  public record Ulimit(String name, long soft, long hard) {}

  /** Rights inside the container. */
  public record Rights(
      boolean privileged,
      boolean readOnly,
      List<String> capAdd,
      List<String> capDrop,
      List<String> securityOptions,
      Map<String, String> sysctls,
      List<String> extraHosts,
      Surroundings surroundings) {}

  /**
   * What else it finds around it. Empty, zero or false leaves it to the engine.
   *
   * @param groups further groups of its user
   * @param cpus the processors that it may run on, such as {@code 0-2,4}
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
    private static final Surroundings USUAL =
        new Surroundings(
            List.of(), List.of(), List.of(), List.of(), "", false, false, 0, 0, 0, "", List.of(),
            List.of());

    public Surroundings {
      dns = List.copyOf(dns);
      dnsSearch = List.copyOf(dnsSearch);
      dnsOptions = List.copyOf(dnsOptions);
      groups = List.copyOf(groups);
      devices = List.copyOf(devices);
      hostDevices = List.copyOf(hostDevices);
    }

    /** What every container has. */
    public static Surroundings usual() {
      return USUAL;
    }
  }

  /**
   * Devices that a driver of the engine chooses, such as graphics cards.
   *
   * @param driver empty for any that has the capabilities
   * @param count -1 for all; 0 when ids are given
   */
  public record DeviceRequest(
      String driver,
      long count,
      List<String> ids,
      List<String> capabilities,
      Map<String, String> options) {
    public DeviceRequest {
      ids = List.copyOf(ids);
      capabilities = List.copyOf(capabilities);
      options = ordered(options);
    }
  }

  /**
   * A device of the machine.
   *
   * @param permissions of r, w and m
   */
  public record HostDevice(String source, String target, String permissions) {}

  /**
   * What the engine does when it ends.
   *
   * @param policy no, always, on-failure or unless-stopped
   * @param retries for on-failure; 0 for no end
   */
  public record Restart(String policy, int retries) {}

  /** Where its output goes; an empty driver is the engine's own. */
  public record Logging(String driver, Map<String, String> options) {}

  /** A secret or config: its key in the project and where it appears in the container. */
  public record FileMount(boolean secret, String source, String target) {}

  /** What it is: postgres, redis, chroma …; empty when the file does not say. */
  public String kind() {
    return extension.text("kind");
  }

  /** What people call it; its name when the file does not say. */
  public String title() {
    String title = extension.text("title");
    return title.isEmpty() ? name : title;
  }
}
