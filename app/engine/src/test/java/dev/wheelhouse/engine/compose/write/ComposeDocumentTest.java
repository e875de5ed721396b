// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.read.ComposeLoader;
import dev.wheelhouse.engine.compose.read.Trust;
import dev.wheelhouse.engine.secret.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a project is written as; that Compose writes the same is the oracle test's matter. */
class ComposeDocumentTest {
  @TempDir Path folder;

  private ComposeProject project(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("compose.yaml"), content);
    return ComposeLoader.load(file, Map.of("PASSWORD", "heron-7"), Trust.OWN);
  }

  @Test
  void keepsANameWithoutAValueWithoutOne() throws IOException {
    ComposeProject project =
        project("services: {web: {image: x, environment: [API_KEY, HOME_OF_IT]}}\n");

    assertThat(service(project, "web").get("environment").toString())
        .isEqualTo("{API_KEY=null, HOME_OF_IT=null}");
  }

  @Test
  void hidesSecretsWhereverPeopleWriteThem() throws IOException {
    ComposeProject project =
        project(
            """
            name: demo
            services:
              redis:
                image: redis
                command: [redis-server, --requirepass, "${PASSWORD}", --port, "6379"]
                entrypoint: [run, "--token=heron-7"]
                environment:
                  REDIS_PASSWORD: ${PASSWORD}
                  API_KEY: heron-7
                  URL: postgres://user:heron-7@db/x
                  PASSWORD_FILE: /run/secrets/heron
                  EMPTY_TOKEN: ""
                  LEVEL: debug
                labels: {auth.token: heron-7, other: text}
            """);

    String text = ComposeDocument.yaml(ComposeDocument.of(project));
    Map<String, Object> service = service(project, "redis");

    assertThat(text).doesNotContain("heron-7").contains("/run/secrets/heron");
    assertThat(service.get("command"))
        .isEqualTo(List.of("redis-server", "--requirepass", Redaction.HIDDEN, "--port", "6379"));
    assertThat(service.get("environment"))
        .isEqualTo(
            Map.of(
                "REDIS_PASSWORD",
                Redaction.HIDDEN,
                "API_KEY",
                Redaction.HIDDEN,
                "URL",
                "postgres://user:" + Redaction.HIDDEN + "@db/x",
                "PASSWORD_FILE",
                "/run/secrets/heron",
                "EMPTY_TOKEN",
                "",
                "LEVEL",
                "debug"));
    assertThat(service.get("labels"))
        .isEqualTo(Map.of("auth.token", Redaction.HIDDEN, "other", "text"));
  }

  @Test
  void hidesSecretsBelowKeysOfPeoplesOwn() throws IOException {
    ComposeProject project =
        project(
            """
            name: demo
            x-env: &env {POSTGRES_PASSWORD: "${PASSWORD}", LEVEL: debug, PORT: 5432}
            x-command: &command [redis-server, --requirepass, heron-7]
            x-list: [API_TOKEN=heron-7, {deep: {api_key: heron-7}}]
            x-tokens: {one: heron-7, two: [heron-7], three: 7777}
            x-secret: heron-7
            services:
              redis:
                image: redis
                environment: *env
                command: *command
                x-url: redis://user:heron-7@db
                x-wheelhouse: {kind: redis, password: redis_password}
            """);

    Map<String, Object> document = ComposeDocument.of(project);

    assertThat(ComposeDocument.yaml(document)).doesNotContain("heron-7").doesNotContain("7777");
    assertThat(document.get("x-env"))
        .isEqualTo(Map.of("POSTGRES_PASSWORD", Redaction.HIDDEN, "LEVEL", "debug", "PORT", 5432L));
    assertThat(service(project, "redis").get("x-wheelhouse"))
        .isEqualTo(Map.of("kind", "redis", "password", "redis_password"));
  }

  @Test
  void isAComposeFileAgain() throws IOException {
    ComposeProject project =
        project(
            """
            name: demo
            services:
              web:
                image: web:1
                command: sh -c "echo $$HOME"
                stop_grace_period: 1h0m1.5s
                cpus: 0.25
                mem_limit: 64m
                shm_size: 1m
                ulimits: {nofile: {soft: 10, hard: 20}, nproc: 7}
                ports: ["127.0.0.1:8000:80", "127.0.0.1::90/udp"]
                volumes: ["data:/data:ro", "./etc:/etc/web"]
                tmpfs: ["/tmp", "/run:mode=0700,noexec"]
                networks: {back: {aliases: [www]}, front: }
                depends_on: {db: {condition: service_healthy, required: false}}
                restart: on-failure:3
                extra_hosts: ["host:10.0.0.1"]
                secrets: [key]
              db:
                image: db:1
                networks: [back]
                healthcheck: {test: "exit 0", interval: 250ms, timeout: 90s, retries: 4}
            volumes: {data: {labels: {a: b}}}
            networks: {back: {internal: true}, front: {}}
            secrets: {key: {file: ./secrets/key}}
            """);

    ComposeProject again = project(ComposeDocument.yaml(ComposeDocument.of(project)));

    assertThat(again).isEqualTo(project);
    assertThat(service(project, "web").get("stop_grace_period")).isEqualTo("1h0m1.5s");
  }

  private static Map<String, Object> service(ComposeProject project, String name) {
    Map<?, ?> services = (Map<?, ?>) ComposeDocument.of(project).get("services");
    Map<String, Object> result = new java.util.LinkedHashMap<>();
    ((Map<?, ?>) services.get(name)).forEach((key, value) -> result.put(key.toString(), value));
    return result;
  }
}
