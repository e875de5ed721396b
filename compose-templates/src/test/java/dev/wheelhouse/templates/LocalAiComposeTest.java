// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static dev.wheelhouse.templates.ComposeFile.list;
import static dev.wheelhouse.templates.ComposeFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The promises of the Compose file that can be checked without running it. */
class LocalAiComposeTest {

  private static final Path FOLDER = Path.of("local-ai");
  private static ComposeFile compose = new ComposeFile(Map.of());

  @BeforeAll
  static void readTheFile() throws IOException {
    compose = ComposeFile.read(FOLDER.resolve("compose.yaml"));
  }

  @Test
  void holdsTheServicesOfTheStack() {
    assertThat(compose.services().keySet())
        .containsExactlyInAnyOrder(
            "postgres",
            "redis",
            "chroma",
            "ollama",
            "prometheus",
            "grafana",
            "redis-exporter",
            "postgres-exporter",
            "front-door");
  }

  @Test
  void pinsEveryImageToAFullVersionThatTheDocumentationNames() throws IOException {
    String documented = Files.readString(Path.of("../docs/images.md"));
    compose
        .services()
        .forEach((name, service) ->
            assertThat((String) service.get("image"))
                .as(name)
                .matches("[a-z0-9./_-]+:v?\\d+\\.\\d+(\\.\\d+)?(-[a-z0-9.]+)?")
                .satisfies(image -> assertThat(documented).contains("`" + image + "`")));
  }

  @Test
  void checksTheHealthOfEveryServiceOften() {
    compose
        .services()
        .forEach((name, service) -> {
          Map<String, Object> check = map(service.get("healthcheck"));
          assertThat(list(check.get("test"))).as(name).isNotEmpty();
          assertThat(check)
              .as(name)
              .containsEntry("interval", "5s")
              .containsKeys("timeout", "retries", "start_period")
              // Needs engine API 1.44; Debian 12 has 1.41.
              .doesNotContainKey("start_interval");
        });
  }

  @Test
  void limitsEveryService() {
    compose
        .services()
        .forEach((name, service) -> {
          Map<String, Object> resources = map(map(service.get("deploy")).get("resources"));
          Map<String, Object> limits = map(resources.get("limits"));
          assertThat(limits).as(name).containsOnlyKeys("cpus", "memory");
          if (!name.equals("ollama")) {
            // More than the machine has is an error of the engine.
            assertThat(Double.parseDouble((String) limits.get("cpus")))
                .as(name)
                .isBetween(0.1, 1.0);
          }
          Map<String, Object> logging = map(service.get("logging"));
          assertThat(logging).as(name).containsEntry("driver", "json-file");
          assertThat(map(logging.get("options"))).as(name).containsOnlyKeys("max-size", "max-file");
          assertThat(service)
              .as(name)
              .containsEntry("restart", "unless-stopped")
              .containsEntry("cap_drop", List.of("ALL"))
              .containsEntry("security_opt", List.of("no-new-privileges:true"))
              .doesNotContainKeys("privileged", "network_mode", "pid", "ipc", "devices");
        });
  }

  @Test
  void givesDatabasesTimeToStop() {
    assertThat(compose.services().get("postgres")).containsEntry("stop_grace_period", "120s");
    assertThat(compose.services().get("redis")).containsEntry("stop_grace_period", "60s");
    assertThat(compose.services().get("prometheus")).containsEntry("stop_grace_period", "60s");
    compose
        .services()
        .forEach((name, service) -> assertThat(service).as(name).containsKey("stop_grace_period"));
  }

  @Test
  void publishesOnlyTheFrontDoorAndOnlyOnLoopback() {
    compose
        .services()
        .forEach((name, service) -> {
          if (name.equals("front-door")) {
            assertThat(list(service.get("ports")))
                .hasSize(4)
                .allSatisfy(port -> assertThat((String) port).startsWith("127.0.0.1:${"));
          } else {
            assertThat(service).as(name).doesNotContainKeys("ports", "expose");
          }
        });
  }

  @Test
  void leavesOnlyOllamaAWayOut() {
    assertThat(compose.networks().get("back")).containsEntry("internal", true);
    compose
        .services()
        .forEach((name, service) -> {
          Set<Object> expected = new TreeSet<>(Set.of("back"));
          if (name.equals("ollama")) {
            expected.add("egress");
          }
          if (name.equals("front-door")) {
            expected.add("front");
          }
          assertThat(list(service.get("networks"))).as(name).hasSameElementsAs(expected);
        });
  }

  @Test
  void waitsForTheHealthOfWhatAServiceNeeds() {
    compose
        .services()
        .forEach((name, service) ->
            map(service.get("depends_on"))
                .forEach((needed, how) -> {
                  assertThat(compose.services()).as(name).containsKey(needed);
                  assertThat(map(how)).as(name).containsEntry("condition", "service_healthy");
                }));
  }

  @Test
  void letsARestoreSwitchEveryVolume() {
    compose
        .volumes()
        .forEach((key, volume) -> {
          String variable = key.replace('-', '_').toUpperCase(java.util.Locale.ROOT);
          assertThat(volume)
              .containsEntry(
                  "name",
                  "${COMPOSE_PROJECT_NAME:-local-ai}_%s${%s_GENERATION:-}"
                      .formatted(key, variable));
        });
    assertThat(compose.volumes()).hasSize(6);
  }

  @Test
  void tellsTheProgramWhatEachServiceIs() {
    Set<String> kinds =
        Set.of(
            "postgres", "redis", "chroma", "ollama", "prometheus", "grafana", "exporter", "proxy");
    compose
        .services()
        .forEach((name, service) -> {
          Map<String, Object> hints = map(service.get("x-wheelhouse"));
          assertThat(hints).as(name).containsKeys("kind", "title", "description");
          assertThat(kinds).as(name).contains((String) hints.get("kind"));
          for (String key : List.of("password", "token")) {
            for (Object part : List.of(hints, map(hints.get("api")), map(hints.get("web")))) {
              if (map(part).get(key) instanceof String secret) {
                assertThat(compose.secrets()).as(name).containsKey(secret);
              }
            }
          }
        });
  }

  @Test
  void mountsOnlyWhatTheTemplateBringsAndOnlyToRead() {
    compose
        .services()
        .forEach((name, service) -> {
          for (Object each : list(service.get("volumes"))) {
            String volume = (String) each;
            if (volume.startsWith("./")) {
              String source = volume.substring(2, volume.indexOf(':'));
              assertThat(FOLDER.resolve(source)).as(name).exists();
              assertThat(volume).as(name).endsWith(":ro");
            } else {
              assertThat(compose.volumes()).containsKey(volume.substring(0, volume.indexOf(':')));
            }
          }
        });
  }
}
