// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerDetail.Health;
import dev.wheelhouse.engine.docker.ContainerDetail.Mount;
import dev.wheelhouse.engine.docker.ContainerDetail.Probe;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.docker.adapter.http.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Container list rows and inspect replies. */
final class ContainerReader {
  private ContainerReader() {}

  static List<ContainerSummary> list(JsonNode array) {
    List<ContainerSummary> result = new ArrayList<>();
    array.forEach(row -> result.add(summary(row)));
    return List.copyOf(result);
  }

  private static ContainerSummary summary(JsonNode row) {
    List<PortBinding> ports = new ArrayList<>();
    for (JsonNode port : row.path("Ports")) {
      ports.add(
          new PortBinding(
              Json.text(port, "IP"),
              port.path("PublicPort").asInt(0),
              port.path("PrivatePort").asInt(0),
              Json.text(port, "Type")));
    }
    return new ContainerSummary(
        Json.text(row, "Id"),
        plainName(row.path("Names").path(0).asText("")),
        Json.text(row, "Image"),
        Json.text(row, "State").toLowerCase(Locale.ROOT),
        Json.text(row, "Status"),
        Json.strings(row.path("Labels")),
        ports);
  }

  static ContainerDetail detail(JsonNode root) {
    JsonNode state = root.path("State");
    JsonNode config = root.path("Config");
    List<String> networks = new ArrayList<>();
    root.path("NetworkSettings").path("Networks").fieldNames().forEachRemaining(networks::add);
    return new ContainerDetail(
        Json.text(root, "Id"),
        plainName(Json.text(root, "Name")),
        Json.text(config, "Image"),
        Json.text(root, "Image"),
        Json.text(state, "Status"),
        Json.text(state, "Error"),
        state.path("OOMKilled").asBoolean(false),
        state.path("ExitCode").asLong(0),
        root.path("RestartCount").asInt(0),
        Json.time(root, "Created"),
        Json.time(state, "StartedAt"),
        Json.time(state, "FinishedAt"),
        health(state.path("Health")),
        root.path("HostConfig").path("Memory").asLong(0),
        Json.strings(config.path("Labels")),
        ports(root),
        mounts(root.path("Mounts")),
        List.copyOf(networks));
  }

  private static String plainName(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  private static @Nullable Health health(JsonNode node) {
    Health.Status status =
        switch (Json.text(node, "Status")) {
          case "healthy" -> Health.Status.HEALTHY;
          case "unhealthy" -> Health.Status.UNHEALTHY;
          case "starting" -> Health.Status.STARTING;
          default -> null;
        };
    if (status == null) {
      return null;
    }
    List<Probe> probes = new ArrayList<>();
    for (JsonNode probe : node.path("Log")) {
      Instant at = Objects.requireNonNullElse(Json.time(probe, "Start"), Instant.EPOCH);
      probes.add(new Probe(at, probe.path("ExitCode").asLong(0), Json.text(probe, "Output")));
    }
    return new Health(status, node.path("FailingStreak").asInt(0), List.copyOf(probes));
  }

  /** What is published now; while it does not run, what it asks for. */
  private static List<PortBinding> ports(JsonNode root) {
    JsonNode published = root.path("NetworkSettings").path("Ports");
    JsonNode ports = published.isEmpty() ? root.path("HostConfig").path("PortBindings") : published;
    List<PortBinding> result = new ArrayList<>();
    ports.properties().forEach(entry -> addBindings(result, entry.getKey(), entry.getValue()));
    return List.copyOf(result);
  }

  private static void addBindings(List<PortBinding> result, String key, JsonNode bindings) {
    String[] parts = key.split("/", 2);
    int containerPort = Integer.parseInt(parts[0]);
    String protocol = parts.length > 1 ? parts[1] : "tcp";
    if (bindings.isEmpty()) {
      result.add(new PortBinding("", 0, containerPort, protocol));
    }
    for (JsonNode binding : bindings) {
      int hostPort = binding.path("HostPort").asInt(0);
      result.add(new PortBinding(Json.text(binding, "HostIp"), hostPort, containerPort, protocol));
    }
  }

  private static List<Mount> mounts(JsonNode array) {
    List<Mount> result = new ArrayList<>();
    for (JsonNode mount : array) {
      boolean volume = Json.text(mount, "Type").equals("volume");
      result.add(
          new Mount(
              volume,
              Json.text(mount, volume ? "Name" : "Source"),
              Json.text(mount, "Destination"),
              !mount.path("RW").asBoolean(true)));
    }
    return List.copyOf(result);
  }
}
