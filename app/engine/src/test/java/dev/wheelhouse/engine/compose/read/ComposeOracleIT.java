// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.engine.compose.ComposeHealth;
import dev.wheelhouse.engine.compose.ComposePort;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.tree.Amounts;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.write.ComposeDocument;
import dev.wheelhouse.templates.Template;
import dev.wheelhouse.templates.Templates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the same files as {@code docker compose config} and must come to the same result. */
@Timeout(60)
class ComposeOracleIT {
  private static final Place ORACLE = new Place("docker compose config", 0, 0, "");
  private static final Pattern ONLY_THEIRS = Pattern.compile("x-.*|ipam|placement|volume|bind");

  @TempDir Path folder;

  static List<String> templates() {
    return new Templates().list().stream().map(Template::id).toList();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void readsEveryTemplateAsComposeDoes(String template) throws Exception {
    new Templates().find(template).orElseThrow().extractTo(folder);
    Files.writeString(
        folder.resolve(".env"),
        "GRAFANA_PORT=3999\nREDIS_DATA_GENERATION='.r2'\nOLLAMA_KEEP_ALIVE=\"1h\" # long\n");

    compare();
  }

  @Test
  void readsTheStagingOfIshChatAsComposeDoes() throws Exception {
    new Templates().find("ish-chat").orElseThrow().extractTo(folder);
    Files.copy(folder.resolve("compose.staging.yaml"), folder.resolve("compose.override.yaml"));

    compare();
  }

  @Test
  void readsTrickyFormsAsComposeDoes() throws Exception {
    Files.writeString(folder.resolve("a.env"), "A=1\nB='x $y'\nC=\"q ${A}\"\nexport D=d # c\n");
    Files.writeString(
        folder.resolve("compose.yaml"),
        """
        name: tricky
        x-e: &e {LOG: debug, N: 5}
        services:
          web:
            image: web:${TAG:-${OTHER:-1}}
            command: sh -c "echo $$HOME 'a b'"
            env_file: [a.env]
            environment: {<<: *e, A: "2", F: "true", EMPTY: "", QUOTED: "${NONE:-d}"}
            ports: ["127.0.0.1:8000-8001:80-81", "127.0.0.1::90"]
            mem_limit: 1.5g
            cpus: 0.25
            stop_grace_period: 1m30s
            healthcheck: {test: "exit 0", interval: 1.5s, retries: 2}
            depends_on: [db]
            init: true
            hostname: h
            working_dir: /x
            user: "1:2"
            stop_signal: SIGINT
            extra_hosts: ["a:1.2.3.4"]
            sysctls: {net.core.somaxconn: 1}
            labels: {a: b}
            tmpfs: /run
            restart: on-failure:3
            ulimits: {nofile: {soft: 1, hard: 2}, nproc: 7}
            logging: {driver: json-file, options: {max-size: 10m}}
            networks: {default: {aliases: [www]}, back: }
          db:
            image: db
            entrypoint: ["/x", "-y"]
            shm_size: 64mb
            healthcheck: {test: [CMD, a, "b c"], start_period: 2h}
        networks: {back: {internal: true, labels: {q: w}}}
        """);

    compare();
  }

  private void compare() throws IOException, InterruptedException {
    JsonNode theirs = composeConfig();
    ComposeProject ours = ComposeLoader.load(folder.resolve("compose.yaml"), Map.of(), Trust.OWN);

    assertThat(ours.name()).isEqualTo(theirs.path("name").asText());
    assertThat(ours.services().keySet()).isEqualTo(names(theirs.path("services")));
    assertThat(ours.networks().keySet()).isEqualTo(names(theirs.path("networks")));
    ours.volumes()
        .forEach((key, volume) ->
            assertThat(volume.name())
                .isEqualTo(theirs.path("volumes").path(key).path("name").asText()));
    ours.secrets()
        .forEach((key, secret) ->
            assertThat(secret.file().toString())
                .isEqualTo(theirs.path("secrets").path(key).path("file").asText()));
    ours.services().values().forEach(one -> compare(one, theirs.path("services").path(one.name())));
    theirs.path("services").forEach(ComposeOracleIT::inTheNewPlace);
    JsonNode written = new ObjectMapper().valueToTree(ComposeDocument.of(ours));
    written.path("services").forEach(ComposeOracleIT::inTheNewPlace);
    assertThat(plainForm(written)).isEqualTo(plainForm(theirs));
  }

  private static void compare(ComposeService ours, JsonNode theirs) {
    assertThat(ours.image()).isEqualTo(theirs.path("image").asText());
    assertThat(ours.environment()).as(ours.name()).isEqualTo(texts(theirs.path("environment")));
    assertThat(ours.program().command()).isEqualTo(list(theirs.path("command")));
    assertThat(ours.program().entrypoint()).isEqualTo(list(theirs.path("entrypoint")));
    if (theirs.has("stop_grace_period")) {
      assertThat(ours.program().stopGrace())
          .isEqualTo(Amounts.duration(theirs.path("stop_grace_period").asText(), ORACLE));
    }
    assertThat(ours.dependsOn().keySet()).isEqualTo(names(theirs.path("depends_on")));
    assertThat(ours.networks().keySet()).isEqualTo(names(theirs.path("networks")));
    JsonNode limits = theirs.path("deploy").path("resources").path("limits");
    long memory = limits.path("memory").asLong(theirs.path("mem_limit").asLong(0));
    assertThat(ours.resources().memoryBytes()).as(ours.name()).isEqualTo(memory);
    assertThat(ours.resources().shmBytes()).isEqualTo(theirs.path("shm_size").asLong(0));
    assertThat(ours.rights().capAdd()).isEqualTo(listOrEmpty(theirs.path("cap_add")));
    assertThat(ours.rights().readOnly()).isEqualTo(theirs.path("read_only").asBoolean(false));
    compareHealth(ours, theirs.path("healthcheck"));
    comparePorts(ours, theirs.path("ports"));
    List<String> mounts = new ArrayList<>();
    ours.mounts().stream()
        .filter(mount -> !mount.source().isEmpty())
        .forEach(mount -> mounts.add(mount.source() + ":" + mount.target() + mount.readOnly()));
    List<String> expected = new ArrayList<>();
    for (JsonNode mount : theirs.path("volumes")) {
      expected.add(
          mount.path("source").asText()
              + ":"
              + mount.path("target").asText()
              + mount.path("read_only").asBoolean(false));
    }
    assertThat(mounts).isEqualTo(expected);
  }

  private static void compareHealth(ComposeService service, JsonNode theirs) {
    ComposeHealth ours = service.health();
    assertThat(ours == null).isEqualTo(theirs.isMissingNode());
    if (ours != null) {
      assertThat(ours.test()).isEqualTo(list(theirs.path("test")));
      assertThat(ours.interval()).isEqualTo(time(theirs, "interval"));
      assertThat(ours.timeout()).isEqualTo(time(theirs, "timeout"));
      assertThat(ours.startPeriod()).isEqualTo(time(theirs, "start_period"));
      assertThat(ours.retries()).isEqualTo(theirs.path("retries").asInt(0));
    }
  }

  private static void comparePorts(ComposeService service, JsonNode theirs) {
    List<String> expected = new ArrayList<>();
    for (JsonNode port : theirs) {
      expected.add(
          port.path("host_ip").asText()
              + ":"
              + port.path("published").asInt(0)
              + ":"
              + port.path("target").asInt());
    }
    List<String> ours = new ArrayList<>();
    for (ComposePort port : service.ports()) {
      ours.add(port.hostAddress() + ":" + port.hostPort() + ":" + port.containerPort());
    }
    assertThat(ours).isEqualTo(expected);
  }

  /** The old keys for limits mean the same as the new ones. */
  private static void inTheNewPlace(JsonNode service) {
    ObjectNode node = (ObjectNode) service;
    Map<String, String> places = Map.of("mem_limit", "memory", "cpus", "cpus");
    places.forEach((old, fresh) -> {
      if (node.has(old)) {
        node.withObject("/deploy/resources/limits").set(fresh, node.remove(old));
      }
    });
  }

  /** Without what says nothing: no value, empty maps and what only Compose itself has. */
  private static Object plainForm(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new TreeMap<>();
      node.properties()
          .forEach(entry -> {
            boolean asTheImageSays =
                entry.getKey().matches("command|entrypoint") && entry.getValue().isNull();
            if (!asTheImageSays && !ONLY_THEIRS.matcher(entry.getKey()).matches()) {
              map.put(entry.getKey(), plainForm(entry.getValue()));
            }
          });
      return map;
    }
    if (node.isArray()) {
      return node.valueStream().map(ComposeOracleIT::plainForm).toList();
    }
    // a network that is joined without options has no value there and an empty map here
    return node.isNull() ? Map.of() : node.asText();
  }

  private static Duration time(JsonNode node, String key) {
    return node.has(key) ? Amounts.duration(node.path(key).asText(), ORACLE) : Duration.ZERO;
  }

  private static Set<String> names(JsonNode map) {
    Set<String> names = new TreeSet<>();
    map.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Compose writes each dollar sign twice, so that its output is a Compose file again. */
  private static String plain(JsonNode node) {
    return node.asText().replace("$$", "$");
  }

  private static Map<String, String> texts(JsonNode map) {
    Map<String, String> texts = new LinkedHashMap<>();
    map.properties().forEach(entry -> texts.put(entry.getKey(), plain(entry.getValue())));
    return texts;
  }

  private static List<String> list(JsonNode array) {
    if (array.isMissingNode() || array.isNull()) {
      return null;
    }
    return listOrEmpty(array);
  }

  private static List<String> listOrEmpty(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(plain(item)));
    return texts;
  }

  private JsonNode composeConfig() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("docker", "compose", "config", "--format", "json")
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return new ObjectMapper().readTree(output);
  }
}
