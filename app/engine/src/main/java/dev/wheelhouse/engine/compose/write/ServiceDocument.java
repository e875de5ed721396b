// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.write;

import dev.wheelhouse.engine.compose.ComposeHealth;
import dev.wheelhouse.engine.compose.ComposeMount;
import dev.wheelhouse.engine.compose.ComposePort;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeService.Condition;
import dev.wheelhouse.engine.compose.ComposeService.Dependency;
import dev.wheelhouse.engine.compose.ComposeService.FileMount;
import dev.wheelhouse.engine.compose.ComposeService.Resources;
import dev.wheelhouse.engine.compose.ComposeService.Restart;
import dev.wheelhouse.engine.compose.ComposeService.Ulimit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One entry of {@code services}. */
final class ServiceDocument {
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private ServiceDocument() {}

  static Map<String, Object> of(ComposeService service) {
    Part part = new Part().with("image", service.image());
    program(part, service.program());
    part.with("environment", Hidden.values(service.environment()));
    part.with("ports", service.ports().stream().map(ServiceDocument::port).toList());
    mounts(part, service.mounts());
    part.with("secrets", files(service, true));
    part.with("configs", files(service, false));
    part.with("networks", networks(service.networks()));
    part.with("depends_on", dependencies(service.dependsOn()));
    part.with("healthcheck", health(service.health()));
    resources(part, service.resources());
    rights(part, service.rights());
    part.with("restart", restart(service.restart()));
    part.with(
        "logging",
        new Part()
            .with("driver", service.logging().driver())
            .with("options", Hidden.values(service.logging().options()))
            .entries());
    part.with("labels", Hidden.values(service.labels()));
    return part.entries();
  }

  private static void program(Part part, ComposeService.Program program) {
    part.with("entrypoint", words(program.entrypoint()))
        .with("command", words(program.command()))
        .with("user", program.user())
        .with("working_dir", program.workingDirectory())
        .with("hostname", program.hostname())
        .with("init", program.init())
        .with("stop_signal", program.stopSignal());
    if (!program.stopGrace().equals(DEFAULT_GRACE)) {
      part.with("stop_grace_period", duration(program.stopGrace()));
    }
  }

  private static @Nullable List<String> words(@Nullable List<String> words) {
    return words == null ? null : Hidden.words(words);
  }

  private static Map<String, Object> port(ComposePort port) {
    return new Part()
        .with("mode", "ingress")
        .with("host_ip", port.hostAddress())
        .with("target", port.containerPort())
        .withBytes("published", port.hostPort())
        .with("protocol", port.protocol())
        .entries();
  }

  private static void mounts(Part part, List<ComposeMount> mounts) {
    part.with(
        "tmpfs",
        mounts.stream()
            .filter(mount -> mount.kind() == ComposeMount.Kind.TMPFS)
            .map(ServiceDocument::tmpfs)
            .toList());
    part.with(
        "volumes",
        mounts.stream()
            .filter(mount -> mount.kind() != ComposeMount.Kind.TMPFS)
            .map(ServiceDocument::mount)
            .toList());
  }

  private static String tmpfs(ComposeMount mount) {
    String options =
        mount.options().entrySet().stream()
            .map(entry ->
                entry.getValue().isEmpty()
                    ? entry.getKey()
                    : entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
    return options.isEmpty() ? mount.target() : mount.target() + ":" + options;
  }

  private static Map<String, Object> mount(ComposeMount mount) {
    boolean bind = mount.kind() == ComposeMount.Kind.BIND;
    return new Part()
        .with("type", bind ? "bind" : "volume")
        .with("source", mount.source())
        .with("target", mount.target())
        .with("read_only", mount.readOnly())
        .entries();
  }

  private static List<Map<String, Object>> files(ComposeService service, boolean secret) {
    return service.files().stream()
        .filter(file -> file.secret() == secret)
        .map(ServiceDocument::file)
        .toList();
  }

  private static Map<String, Object> file(FileMount file) {
    return new Part().with("source", file.source()).with("target", file.target()).entries();
  }

  /** A network without aliases has an empty map, which says that it is joined. */
  private static Map<String, Object> networks(Map<String, List<String>> networks) {
    Map<String, Object> result = new LinkedHashMap<>();
    networks.forEach(
        (key, aliases) -> result.put(key, new Part().with("aliases", aliases).entries()));
    return result;
  }

  private static Map<String, Object> dependencies(Map<String, Dependency> dependencies) {
    Map<String, Object> result = new LinkedHashMap<>();
    dependencies.forEach((service, dependency) -> {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("condition", condition(dependency.condition()));
      one.put("required", dependency.required());
      result.put(service, one);
    });
    return result;
  }

  private static String condition(Condition condition) {
    return switch (condition) {
      case STARTED -> "service_started";
      case HEALTHY -> "service_healthy";
      case COMPLETED -> "service_completed_successfully";
    };
  }

  private static @Nullable Map<String, Object> health(@Nullable ComposeHealth health) {
    if (health == null) {
      return null;
    }
    if (health.disabled()) {
      return Map.of("disable", true);
    }
    return new Part()
        .with("test", Hidden.words(health.test()))
        .with("interval", duration(health.interval()))
        .with("timeout", duration(health.timeout()))
        .with("start_period", duration(health.startPeriod()))
        .withNumber("retries", health.retries())
        .entries();
  }

  private static void resources(Part part, Resources resources) {
    Map<String, Object> limits =
        new Part()
            .with("cpus", cpus(resources.nanoCpus()))
            .withBytes("memory", resources.memoryBytes())
            .withNumber("pids", resources.pids())
            .entries();
    if (!limits.isEmpty()) {
      part.with("deploy", Map.of("resources", Map.of("limits", limits)));
    }
    part.withBytes("shm_size", resources.shmBytes());
    Part ulimits = new Part();
    for (Ulimit limit : resources.ulimits()) {
      ulimits.with(
          limit.name(),
          limit.soft() == limit.hard()
              ? (Object) limit.soft()
              : Map.of("soft", limit.soft(), "hard", limit.hard()));
    }
    part.with("ulimits", ulimits.entries());
  }

  private static @Nullable Object cpus(long nano) {
    if (nano == 0) {
      return null;
    }
    BigDecimal cpus = BigDecimal.valueOf(nano, 9).stripTrailingZeros();
    return cpus.scale() <= 0 ? (Object) cpus.longValueExact() : cpus;
  }

  private static void rights(Part part, ComposeService.Rights rights) {
    part.with("read_only", rights.readOnly())
        .with("cap_add", rights.capAdd())
        .with("cap_drop", rights.capDrop())
        .with("security_opt", rights.securityOptions())
        .with("sysctls", rights.sysctls())
        .with(
            "extra_hosts",
            rights.extraHosts().stream().map(host -> host.replaceFirst(":", "=")).toList());
  }

  private static String restart(Restart restart) {
    if (restart.policy().equals("no")) {
      return "";
    }
    return restart.retries() == 0 ? restart.policy() : restart.policy() + ":" + restart.retries();
  }

  /** As Compose writes times: {@code 1m30s}, {@code 1.5s}, {@code 500ms}; empty for none. */
  private static String duration(Duration time) {
    if (time.isZero()) {
      return "";
    }
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      return plain(BigDecimal.valueOf(time.toNanos(), 6)) + "ms";
    }
    String seconds = plain(BigDecimal.valueOf(time.toNanos() % MINUTE, 9)) + "s";
    if (time.toMinutes() == 0) {
      return seconds;
    }
    String minutes = time.toMinutesPart() + "m" + seconds;
    return time.toHours() == 0 ? minutes : time.toHours() + "h" + minutes;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
