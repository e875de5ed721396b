// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static dev.wheelhouse.templates.ComposeFile.list;
import static dev.wheelhouse.templates.ComposeFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What README.md promises of every template, as far as it can be checked without running one. */
@ParameterizedClass
@MethodSource("ids")
class TemplatePromisesTest {

  private static final Set<String> KINDS =
      Set.of(
          "postgres",
          "redis",
          "chroma",
          "ollama",
          "gateway",
          "agents",
          "prometheus",
          "grafana",
          "exporter",
          "replica",
          "certificate",
          "proxy");

  private final String id;
  private final Path folder;
  private final ComposeFile compose;

  TemplatePromisesTest(String id) throws IOException {
    this.id = id;
    folder = Path.of(id);
    compose = ComposeFile.read(folder.resolve("compose.yaml"));
  }

  static List<String> ids() {
    return Templates.IDS;
  }

  @Test
  void pinsEveryImageToAFullVersionThatTheDocumentationNames() throws IOException {
    String documented = Files.readString(Path.of("../docs/images.md"));
    String section = documented.substring(documented.indexOf("## Stack `" + id + "`"));
    compose
        .services()
        .forEach((name, service) -> {
          // a user may name another image of the gateway, which no registry has
          String image = text(service, "image").replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1");
          assertThat(image)
              .as(name)
              .matches("[a-z0-9./_-]+:v?\\d+\\.\\d+(\\.\\d+)?(-[a-z0-9.]+)?")
              .satisfies(each -> assertThat(documented).contains("`" + each + "`"));
          assertThat(section).as(id + " in docs/images.md").contains("`" + image + "`");
        });
  }

  @Test
  void namesItselfAsItsFolder() {
    assertThat(compose.root()).containsEntry("name", id);
    assertThat(map(compose.root().get("x-wheelhouse"))).containsEntry("template", id);
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
            assertThat(Double.parseDouble(text(limits, "cpus"))).as(name).isBetween(0.1, 1.0);
          }
          Map<String, Object> logging = map(service.get("logging"));
          assertThat(logging).as(name).containsEntry("driver", "json-file");
          assertThat(map(logging.get("options"))).as(name).containsOnlyKeys("max-size", "max-file");
          assertThat(service)
              .as(name)
              .containsKey("stop_grace_period")
              .containsEntry("restart", "unless-stopped")
              .containsEntry("cap_drop", List.of("ALL"))
              .containsEntry("security_opt", List.of("no-new-privileges:true"))
              .doesNotContainKeys("privileged", "network_mode", "pid", "ipc", "devices");
        });
  }

  @Test
  void publishesOnlyTheFrontDoorAndOnlyOnLoopback() {
    compose
        .services()
        .forEach((name, service) -> {
          if (name.equals("front-door")) {
            assertThat(list(service.get("ports")))
                .isNotEmpty()
                .allSatisfy(port -> assertThat((String) port).startsWith("127.0.0.1:${"));
          } else {
            assertThat(service).as(name).doesNotContainKeys("ports", "expose");
          }
        });
  }

  @Test
  void leavesOnlyThoseWhoFetchModelsOrAskProvidersAWayOut() {
    assertThat(compose.networks().get("back")).containsEntry("internal", true);
    compose
        .services()
        .forEach((name, service) -> {
          Set<String> networks = new TreeSet<>(map(networks(service)).keySet());
          String kind = text(map(service.get("x-wheelhouse")), "kind");
          if (kind.equals("ollama") || kind.equals("gateway")) {
            networks.remove("egress");
          }
          if (name.equals("front-door")) {
            assertThat(networks.remove("front")).isTrue();
          }
          assertThat(networks).as(name).containsExactly("back");
        });
  }

  private static Object networks(Map<String, Object> service) {
    Object networks = service.get("networks");
    if (networks instanceof List<?> names) {
      Map<String, Object> all = new java.util.TreeMap<>();
      names.forEach(name -> all.put(String.valueOf(name), Map.of()));
      return all;
    }
    return networks;
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
    assertThat(compose.volumes()).isNotEmpty();
    compose
        .volumes()
        .forEach((key, volume) -> {
          String variable = key.replace('-', '_').toUpperCase(Locale.ROOT);
          assertThat(volume)
              .containsEntry(
                  "name",
                  "${COMPOSE_PROJECT_NAME:-%s}_%s${%s_GENERATION:-}".formatted(id, key, variable));
        });
  }

  @Test
  void tellsTheProgramWhatEachServiceIs() {
    compose
        .services()
        .forEach((name, service) -> {
          Map<String, Object> hints = map(service.get("x-wheelhouse"));
          assertThat(hints).as(name).containsKeys("kind", "title", "description");
          assertThat(KINDS).as(name).contains(text(hints, "kind"));
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
              assertThat(folder.resolve(source)).as(name).exists();
              assertThat(volume).as(name).endsWith(":ro");
            } else {
              assertThat(compose.volumes()).containsKey(volume.substring(0, volume.indexOf(':')));
            }
          }
        });
  }

  /** A folder has to work without the others, so some files are in several: all the same. */
  @Test
  void hasTheSameSharedFilesAsTheFirstTemplate() throws IOException {
    List<String> shared =
        List.of(
            "front-door/forward.conf",
            "front-door/guard.conf",
            "front-door/token.conf",
            "grafana/dashboards/gateway.json",
            "grafana/dashboards/postgres.json",
            "grafana/dashboards/redis.json",
            "grafana/provisioning/dashboards/wheelhouse.yaml",
            "grafana/provisioning/datasources/prometheus.yaml",
            "prometheus/targets/README.md");
    for (String path : shared) {
      if (Files.exists(folder.resolve(path))) {
        assertThat(folder.resolve(path)).hasSameTextualContentAs(Path.of("local-ai", path));
      }
    }
    Path start = folder.resolve("front-door/start.sh");
    if (!id.equals("local-ai")) {
      assertThat(start).hasSameTextualContentAs(Path.of("orchesity/front-door/start.sh"));
    }
  }

  private static String text(Map<String, Object> node, String key) {
    return String.valueOf(node.get(key));
  }
}
