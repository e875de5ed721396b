// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A container as {@link FakeEngine} tells of it. The id follows from the name.
 *
 * @param name without the leading slash
 * @param image the reference that it was made from
 * @param state created, running, restarting, exited, paused or dead
 * @param exitCode of its last run
 * @param health starting, healthy or unhealthy; empty without a health check
 * @param labels its labels
 */
public record FakeContainer(
    String name,
    String image,
    String state,
    int exitCode,
    Optional<String> health,
    Map<String, String> labels) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String STARTED = "2026-01-02T03:04:05.000000006Z";
  private static final String NEVER = "0001-01-01T00:00:00Z";

  public FakeContainer {
    labels = Map.copyOf(labels);
  }

  /** A running container without labels and health check. */
  public static FakeContainer running(String name) {
    return new FakeContainer(name, "busybox:1", "running", 0, Optional.empty(), Map.of());
  }

  /** A running container of a Compose service, with the labels that Compose gives. */
  public static FakeContainer ofService(String project, String service) {
    return running(project + "-" + service + "-1")
        .withLabel("com.docker.compose.project", project)
        .withLabel("com.docker.compose.service", service)
        .withLabel("com.docker.compose.container-number", "1")
        .withLabel("com.docker.compose.oneoff", "False")
        .withLabel("com.docker.compose.config-hash", "0".repeat(64));
  }

  public FakeContainer withState(String other) {
    return new FakeContainer(name, image, other, exitCode, health, labels);
  }

  public FakeContainer withExit(int code) {
    return new FakeContainer(name, image, "exited", code, health, labels);
  }

  public FakeContainer withHealth(String other) {
    return new FakeContainer(name, image, state, exitCode, Optional.of(other), labels);
  }

  public FakeContainer withImage(String other) {
    return new FakeContainer(name, other, state, exitCode, health, labels);
  }

  public FakeContainer withLabel(String key, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(key, value);
    return new FakeContainer(name, image, state, exitCode, health, more);
  }

  FakeContainer withName(String other) {
    return new FakeContainer(other, image, state, exitCode, health, labels);
  }

  /** 64 hexadecimal digits made of the name. */
  public String id() {
    String digits = HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
    return (digits + "0".repeat(64)).substring(0, 64);
  }

  boolean isRunning() {
    return state.equals("running");
  }

  boolean matches(String reference) {
    String plain = reference.startsWith("/") ? reference.substring(1) : reference;
    return plain.equals(name) || (plain.length() >= 12 && id().startsWith(plain));
  }

  /** The entry of {@code GET /containers/json}. */
  ObjectNode summary() {
    ObjectNode entry = MAPPER.createObjectNode().put("Id", id());
    entry.putArray("Names").add("/" + name);
    entry.put("Image", image).put("ImageID", "sha256:" + "1".repeat(64)).put("Command", "run");
    entry.put("Created", Instant.parse(STARTED).getEpochSecond()).putArray("Ports");
    entry.set("Labels", labelsNode());
    entry.put("State", state).put("Status", status());
    entry.putObject("HostConfig").put("NetworkMode", "default");
    entry.putObject("NetworkSettings").putObject("Networks");
    entry.putArray("Mounts");
    return entry;
  }

  /** The answer of {@code GET /containers/ID/json}. */
  ObjectNode detail() {
    ObjectNode answer = MAPPER.createObjectNode().put("Id", id()).put("Name", "/" + name);
    answer.put("Created", STARTED).put("Image", "sha256:" + "1".repeat(64));
    answer.put("RestartCount", 0).put("Driver", "overlay2").put("Platform", "linux");
    answer.set("State", stateNode());
    ObjectNode config = answer.putObject("Config").put("Image", image);
    config.set("Labels", labelsNode());
    config.putArray("Env");
    ObjectNode host = answer.putObject("HostConfig").put("NetworkMode", "default");
    host.put("Memory", 0).putObject("PortBindings");
    answer.putArray("Mounts");
    ObjectNode network = answer.putObject("NetworkSettings");
    network.putObject("Ports");
    network.putObject("Networks");
    return answer;
  }

  private ObjectNode stateNode() {
    ObjectNode node = MAPPER.createObjectNode().put("Status", state).put("Running", isRunning());
    node.put("Paused", false).put("Restarting", state.equals("restarting"));
    node.put("OOMKilled", false).put("Dead", false).put("Pid", isRunning() ? 1 : 0);
    node.put("ExitCode", exitCode).put("Error", "");
    node.put("StartedAt", state.equals("created") ? NEVER : STARTED);
    node.put("FinishedAt", isRunning() ? NEVER : STARTED);
    health.ifPresent(word -> {
      ObjectNode check = node.putObject("Health").put("Status", word).put("FailingStreak", 0);
      ArrayNode log = check.putArray("Log");
      log.addObject().put("Start", STARTED).put("End", STARTED).put("ExitCode", 0);
    });
    return node;
  }

  ObjectNode labelsNode() {
    ObjectNode node = MAPPER.createObjectNode();
    labels.forEach(node::put);
    return node;
  }

  private String status() {
    String plain =
        switch (state) {
          case "running" -> "Up 2 minutes";
          case "exited" -> "Exited (" + exitCode + ") 2 minutes ago";
          default -> state.substring(0, 1).toUpperCase(Locale.ROOT) + state.substring(1);
        };
    String suffix =
        health.map(word -> word.equals("starting") ? "health: starting" : word).orElse("");
    return suffix.isEmpty() || !isRunning() ? plain : plain + " (" + suffix + ")";
  }
}
