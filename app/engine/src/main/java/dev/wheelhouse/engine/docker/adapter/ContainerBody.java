// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.HostOptions;
import dev.wheelhouse.engine.docker.ContainerSpec.MountSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.NetworkAttachment;
import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.docker.adapter.http.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /containers/create}. */
final class ContainerBody {
  private ContainerBody() {}

  static ObjectNode of(ContainerSpec spec) {
    ObjectNode body = Json.object();
    body.put("Image", spec.image());
    List<String> entrypoint = spec.entrypoint();
    // An empty list would mean the image's own; one empty text means none.
    putList(
        body, "Entrypoint", entrypoint != null && entrypoint.isEmpty() ? List.of("") : entrypoint);
    putList(body, "Cmd", spec.command());
    ArrayNode environment = body.putArray("Env");
    spec.environment().forEach((key, value) -> environment.add(key + "=" + value));
    putMap(body, "Labels", spec.labels());
    putText(body, "User", spec.user());
    putText(body, "WorkingDir", spec.workingDirectory());
    putText(body, "Hostname", spec.hostname());
    putText(body, "StopSignal", spec.stopSignal());
    Duration grace = spec.stopGrace();
    if (grace != null) {
      body.put("StopTimeout", Math.toIntExact(Math.max(1, grace.toSeconds())));
    }
    health(body, spec.healthCheck());
    ObjectNode host = body.putObject("HostConfig");
    ports(body, host, spec.ports());
    mounts(host, spec.mounts());
    host(host, spec.host());
    surroundings(body, host, spec.host().surroundings());
    networks(body, host, spec.networks());
    return body;
  }

  private static void putText(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  private static void putList(ObjectNode node, String field, @Nullable List<String> values) {
    if (values != null) {
      values.forEach(node.putArray(field)::add);
    }
  }

  private static void putMap(ObjectNode node, String field, Map<String, String> values) {
    ObjectNode object = node.putObject(field);
    values.forEach(object::put);
  }

  private static void health(ObjectNode body, ContainerSpec.@Nullable HealthCheck check) {
    if (check == null) {
      return;
    }
    ObjectNode node = body.putObject("Healthcheck");
    putList(node, "Test", check.test());
    node.put("Interval", check.interval().toNanos());
    node.put("Timeout", check.timeout().toNanos());
    node.put("StartPeriod", check.startPeriod().toNanos());
    node.put("Retries", check.retries());
  }

  private static void ports(ObjectNode body, ObjectNode host, List<PortBinding> ports) {
    ObjectNode exposed = body.putObject("ExposedPorts");
    ObjectNode bindings = host.putObject("PortBindings");
    for (PortBinding port : ports) {
      String key = port.containerPort() + "/" + port.protocol();
      exposed.putObject(key);
      if (port.hostAddress().isEmpty()) {
        continue;
      }
      ObjectNode binding = bindings.withArray("/" + key.replace("/", "~1")).addObject();
      binding.put("HostIp", port.hostAddress());
      binding.put("HostPort", port.hostPort() == 0 ? "" : String.valueOf(port.hostPort()));
    }
  }

  private static void mounts(ObjectNode host, List<MountSpec> mounts) {
    ArrayNode list = host.putArray("Mounts");
    ObjectNode tmpfs = host.putObject("Tmpfs");
    for (MountSpec mount : mounts) {
      switch (mount.type()) {
        case TMPFS -> tmpfs.put(mount.target(), tmpfsOptions(mount));
        case VOLUME -> mount(list, mount, "volume");
        case BIND -> mount(list, mount, "bind");
      }
    }
  }

  private static void mount(ArrayNode list, MountSpec mount, String type) {
    ObjectNode node = list.addObject();
    node.put("Type", type);
    node.put("Source", mount.source());
    node.put("Target", mount.target());
    node.put("ReadOnly", mount.readOnly());
  }

  private static String tmpfsOptions(MountSpec mount) {
    List<String> options = new ArrayList<>();
    if (mount.readOnly()) {
      options.add("ro");
    }
    mount.options().forEach((key, value) -> options.add(value.isEmpty() ? key : key + "=" + value));
    return String.join(",", options);
  }

  private static void host(ObjectNode node, HostOptions host) {
    if (!host.restartPolicy().isEmpty()) {
      ObjectNode restart = node.putObject("RestartPolicy");
      restart.put("Name", host.restartPolicy());
      restart.put("MaximumRetryCount", host.restartRetries());
    }
    node.put("Memory", host.memoryBytes());
    node.put("NanoCpus", host.nanoCpus());
    node.put("ShmSize", host.shmBytes());
    node.put("PidsLimit", host.pidsLimit());
    if (host.init()) {
      node.put("Init", true);
    }
    node.put("ReadonlyRootfs", host.readOnly());
    node.put("Privileged", host.privileged());
    putList(node, "CapAdd", host.capAdd());
    putList(node, "CapDrop", host.capDrop());
    putList(node, "SecurityOpt", host.securityOptions());
    putList(node, "ExtraHosts", host.extraHosts());
    putMap(node, "Sysctls", host.sysctls());
    ArrayNode ulimits = node.putArray("Ulimits");
    for (ContainerSpec.Ulimit limit : host.ulimits()) {
      ulimits
          .addObject()
          .put("Name", limit.name())
          .put("Soft", limit.soft())
          .put("Hard", limit.hard());
    }
    if (!host.logDriver().isEmpty() || !host.logOptions().isEmpty()) {
      ObjectNode log = node.putObject("LogConfig");
      log.put("Type", host.logDriver());
      putMap(log, "Config", host.logOptions());
    }
  }

  private static void surroundings(
      ObjectNode body, ObjectNode host, ContainerSpec.Surroundings around) {
    if (!around.domain().isEmpty()) {
      body.put("Domainname", around.domain());
    }
    if (around.terminal()) {
      body.put("Tty", true);
    }
    if (around.input()) {
      body.put("OpenStdin", true);
    }
    putSome(host, "Dns", around.dns());
    putSome(host, "DnsSearch", around.dnsSearch());
    putSome(host, "DnsOptions", around.dnsOptions());
    putSome(host, "GroupAdd", around.groups());
    host.put("OomScoreAdj", around.oomScore());
    host.put("MemoryReservation", around.memoryReservation());
    host.put("CpuShares", around.cpuShares());
    host.put("CpusetCpus", around.cpus());
    for (ContainerSpec.HostDevice device : around.hostDevices()) {
      host.withArray("/Devices")
          .addObject()
          .put("PathOnHost", device.source())
          .put("PathInContainer", device.target())
          .put("CgroupPermissions", device.permissions());
    }
    for (ContainerSpec.DeviceRequest device : around.devices()) {
      ObjectNode node = host.withArray("/DeviceRequests").addObject();
      node.put("Driver", device.driver());
      node.put("Count", device.count());
      putList(node, "DeviceIDs", device.ids());
      // The engine takes alternatives; a Compose file has one.
      device.capabilities().forEach(node.putArray("Capabilities").addArray()::add);
      putMap(node, "Options", device.options());
    }
  }

  private static void putSome(ObjectNode node, String field, List<String> values) {
    putList(node, field, values.isEmpty() ? null : values);
  }

  /** Engines before API 1.44 take one network at creation; the others are joined afterwards. */
  private static void networks(ObjectNode body, ObjectNode host, List<NetworkAttachment> networks) {
    if (networks.isEmpty()) {
      return;
    }
    NetworkAttachment first = networks.getFirst();
    host.put("NetworkMode", first.network());
    if (!isMode(first.network())) {
      ObjectNode endpoints = body.putObject("NetworkingConfig").putObject("EndpointsConfig");
      endpoints.set(first.network(), endpoint(first));
    }
  }

  static ObjectNode endpoint(NetworkAttachment attachment) {
    ObjectNode endpoint = Json.object();
    putList(endpoint, "Aliases", attachment.aliases());
    if (!attachment.ipv4().isEmpty() || !attachment.ipv6().isEmpty()) {
      ObjectNode fixed = endpoint.putObject("IPAMConfig");
      fixed.put("IPv4Address", attachment.ipv4());
      fixed.put("IPv6Address", attachment.ipv6());
    }
    return endpoint;
  }

  private static boolean isMode(String network) {
    return network.equals("none") || network.equals("host") || network.equals("bridge");
  }
}
