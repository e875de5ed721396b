// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.compose.ComposeHealth;
import dev.wheelhouse.engine.compose.ComposeMount;
import dev.wheelhouse.engine.compose.ComposePort;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeService.Condition;
import dev.wheelhouse.engine.compose.ComposeService.Dependency;
import dev.wheelhouse.engine.compose.ComposeService.FileMount;
import dev.wheelhouse.engine.compose.ComposeService.Joining;
import dev.wheelhouse.engine.compose.ComposeService.Ulimit;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.ComposeInvalid;
import dev.wheelhouse.templates.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeLoaderTest {
  private static final String EVERY_FORM =
      """
      name: demo
      x-base: &base
        restart: on-failure:3
        labels: [a=b, c]
        logging: {driver: json-file, options: {max-size: 1m, max-file: 3}}
      services:
        web:
          <<: *base
          image: web:1
          command: run --name "two words" 'x y'
          entrypoint: [/bin/sh, -c]
          env_file: web.env
          environment:
            - BOTH=here
            - GIVEN
            - UNKNOWN
            - EMPTY=
          ports:
            - "127.0.0.1:8000-8001:80-81/udp"
            - "[::1]:9000:90"
            - {target: 70, published: "7000", host_ip: 127.0.0.1, protocol: tcp}
          volumes:
            - data:/data:ro
            - ./conf:/conf:ro
            - {type: bind, source: ./one, target: /one, read_only: true}
            - {type: tmpfs, target: /t, tmpfs: {size: 1m}}
          tmpfs: /run:mode=0700,uid=5
          secrets: [token, {source: token, target: other}]
          configs: [{source: app, target: /etc/app.conf}]
          healthcheck:
            test: curl -f http://localhost
            interval: 2s
            timeout: 1s
            retries: 4
            start_period: 1m
          depends_on: [db]
          networks: {front: {aliases: [www]}, back: }
          mem_limit: 64m
          cpus: 0.5
          ulimits: {nofile: 1024, nproc: {soft: 1, hard: 2}}
          sysctls: [net.core.somaxconn=10]
          extra_hosts: [host.docker.internal:host-gateway]
          init: true
          user: "1:2"
          stop_signal: SIGINT
          stop_grace_period: 1m
          shm_size: 1m
          read_only: true
        db:
          image: db:1
          depends_on: {setup: {condition: service_completed_successfully}}
          healthcheck: {disable: true}
        setup: {image: s, networks: [back]}
      volumes: {data: }
      networks: {front: , back: {internal: true}}
      secrets: {token: {file: ./secrets/token}}
      configs: {app: {file: app.conf}}
      """;

  @TempDir Path folder;

  @Test
  void readsTheTemplateLocalAi() throws IOException {
    new Templates().find("local-ai").orElseThrow().extractTo(folder);

    ComposeProject project =
        ComposeLoader.load(folder.resolve("compose.yaml"), Map.of(), Trust.OWN);

    assertThat(project.name()).isEqualTo("local-ai");
    assertThat(project.services())
        .containsKeys("postgres", "redis", "chroma", "ollama", "prometheus", "grafana");
    ComposeService postgres = project.service("postgres").orElseThrow();
    assertThat(postgres.kind()).isEqualTo("postgres");
    assertThat(postgres.resources().memoryBytes()).isEqualTo(512L << 20);
    assertThat(postgres.program().stopGrace()).isEqualTo(Duration.ofMinutes(2));
    assertThat(postgres.files())
        .contains(new FileMount(true, "postgres_password", "/run/secrets/postgres_password"));
    assertThat(postgres.rights().capDrop()).containsExactly("ALL");
    assertThat(project.volumes().get("postgres-data").name()).isEqualTo("local-ai_postgres-data");
    assertThat(project.networks().get("back").internal()).isTrue();
    assertThat(project.secrets().get("redis_acl").extension().text("derive"))
        .contains("{{sha256:redis_password}}");
    ComposeService door = project.service("front-door").orElseThrow();
    assertThat(door.ports())
        .contains(new ComposePort("127.0.0.1", 11436, 11434, "tcp", "OLLAMA_PORT"));
  }

  @Test
  void takesVariablesFromDotEnvAndLetsTheCallerWin() throws IOException {
    Files.writeString(folder.resolve(".env"), "PORT=8001\nTAG=1\n");
    ComposeProject project =
        load(
            Map.of("TAG", "2"),
            """
            name: demo
            services:
              web:
                image: web:${TAG}
                ports: ["127.0.0.1:${PORT:-8000}:80"]
                volumes: ["data:/data"]
            volumes:
              data: {name: "${COMPOSE_PROJECT_NAME}_x"}
            """);

    ComposeService web = project.service("web").orElseThrow();
    assertThat(web.image()).isEqualTo("web:2");
    assertThat(web.ports()).containsExactly(new ComposePort("127.0.0.1", 8001, 80, "tcp", "PORT"));
    assertThat(project.volumes().get("data").name()).isEqualTo("demo_x");
    assertThat(project.networks().get("default").name()).isEqualTo("demo_default");
  }

  @Test
  void readsEveryFormOfAService() throws IOException {
    Files.writeString(folder.resolve("web.env"), "FROM_FILE=1\nBOTH=file\n");
    ComposeProject project = load(Map.of("GIVEN", "g"), EVERY_FORM);

    ComposeService web = project.service("web").orElseThrow();
    assertThat(web.program().command()).containsExactly("run", "--name", "two words", "x y");
    assertThat(web.program().entrypoint()).containsExactly("/bin/sh", "-c");
    assertThat(web.environment())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("FROM_FILE", "1", "BOTH", "here", "GIVEN", "g", "EMPTY", ""));
    assertThat(web.ports())
        .containsExactly(
            new ComposePort("127.0.0.1", 8000, 80, "udp", ""),
            new ComposePort("127.0.0.1", 8001, 81, "udp", ""),
            new ComposePort("::1", 9000, 90, "tcp", ""),
            new ComposePort("127.0.0.1", 7000, 70, "tcp", ""));
    Map<String, String> run = Map.of("mode", "0700", "uid", "5");
    assertThat(web.mounts())
        .containsExactly(
            mount(ComposeMount.Kind.VOLUME, "data", "/data", true, Map.of()),
            mount(ComposeMount.Kind.BIND, path("conf"), "/conf", true, Map.of()),
            mount(ComposeMount.Kind.BIND, path("one"), "/one", true, Map.of()),
            mount(ComposeMount.Kind.TMPFS, "", "/t", false, Map.of("size", "1048576")),
            mount(ComposeMount.Kind.TMPFS, "", "/run", false, run));
    assertThat(web.files())
        .containsExactly(
            new FileMount(true, "token", "/run/secrets/token"),
            new FileMount(true, "token", "/run/secrets/other"),
            new FileMount(false, "app", "/etc/app.conf"));
    assertThat(web.health())
        .isEqualTo(
            new ComposeHealth(
                List.of("CMD-SHELL", "curl -f http://localhost"),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                4));
    assertThat(web.networks()).isEqualTo(Map.of("front", Joining.as("www"), "back", Joining.as()));
    assertThat(web.dependsOn()).isEqualTo(Map.of("db", new Dependency(Condition.STARTED, true)));
    assertThat(web.resources().nanoCpus()).isEqualTo(500_000_000L);
    assertThat(web.resources().ulimits())
        .containsExactly(new Ulimit("nofile", 1024, 1024), new Ulimit("nproc", 1, 2));
    assertThat(web.rights().sysctls()).containsEntry("net.core.somaxconn", "10");
    assertThat(web.restart()).isEqualTo(new ComposeService.Restart("on-failure", 3));
    assertThat(web.labels()).isEqualTo(Map.of("a", "b", "c", ""));
    assertThat(web.logging().options()).containsEntry("max-file", "3");
    ComposeService db = project.service("db").orElseThrow();
    assertThat(db.health()).matches(ComposeHealth::disabled);
    assertThat(db.dependsOn().get("setup").condition()).isEqualTo(Condition.COMPLETED);
  }

  @Test
  void namesThePlaceOfWhatIsWrong() throws IOException {
    assertThat(problemOf("services:\n  web:\n    image: x\n    imagee: y\n"))
        .isEqualTo(
            new ComposeInvalid(
                "compose.yaml",
                4,
                13,
                "services.web.imagee",
                "the key \"imagee\" is not supported",
                "Did you mean \"image\"?"));
    assertThat(problemOf("services:\n  web: {image: x, depends_on: [nobody]}\n").detail())
        .contains("\"nobody\" is not defined");
    assertThat(
            problemOf(
                    "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [a]}\n")
                .detail())
        .contains("a → b → a");
    assertThat(problemOf("services:\n  a: {image: x, volumes: [data:/x]}\n").detail())
        .contains("volume \"data\" is not defined");
    assertThat(problemOf("services:\n  a: {image: x, image: y}\n").detail()).contains("twice");
    assertThat(problemOf("services:\n  a:\n   image: [x\n").line()).isGreaterThan(1);
    assertThat(problemOf("services:\n  a: {image: '${TAG:?no tag}'}\n").detail())
        .contains("no tag");
  }

  private String path(String name) {
    return folder.toAbsolutePath().normalize().resolve(name).toString();
  }

  private static ComposeMount mount(
      ComposeMount.Kind kind,
      String source,
      String target,
      boolean ro,
      Map<String, String> options) {
    return new ComposeMount(kind, source, target, ro, options);
  }

  private ComposeProject load(Map<String, String> variables, String content) throws IOException {
    Path file = Files.writeString(folder.resolve("compose.yaml"), content);
    return ComposeLoader.load(file, variables, Trust.OWN);
  }

  private ComposeInvalid problemOf(String content) {
    ComposeInvalid[] problem = new ComposeInvalid[1];
    assertThatThrownBy(() -> load(Map.of(), content))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> problem[0] = (ComposeInvalid) e.problem());
    return problem[0];
  }

  @Test
  void anOverrideThatSaysNothingCountsAsNothing() throws IOException {
    Path file = folder.resolve("compose.yaml");
    Path override = folder.resolve("compose.override.yaml");
    Files.writeString(file, "name: demo\nservices: {web: {image: x}}\n");
    for (String nothing : List.of("", "# services:\n#   web: {}\n", "---\n", "---\n# x\n---\n")) {
      Files.writeString(override, nothing);

      ComposeProject project = ComposeLoader.load(file, Map.of(), Trust.OWN);

      assertThat(project.services()).containsOnlyKeys("web");
    }
  }

  @Test
  void filesThatAllSayNothingAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("compose.yaml"), "# services:\n");
    Files.writeString(folder.resolve("compose.override.yaml"), "");

    assertThatThrownBy(() -> ComposeLoader.load(file, Map.of(), Trust.OWN))
        .hasMessageContaining("compose.yaml:1:1")
        .hasMessageContaining("it holds no map of keys");
  }
}
