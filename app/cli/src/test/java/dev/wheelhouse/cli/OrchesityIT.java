// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.stack.GatewayImage;
import dev.wheelhouse.testing.stack.TestStack;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stack orchesity by the command line, from nothing to its last call and back. Its provider is
 * a test server for Ollama, and Grafana is a stand-in; each step needs the one before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class OrchesityIT {
  private static final List<String> SERVICES =
      List.of(
          "front-door",
          "gateway",
          "grafana",
          "postgres",
          "postgres-exporter",
          "prometheus",
          "redis",
          "redis-exporter");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PROVIDER =
      """
      services:
        provider:
          image: ollama/ollama:0.40.1
          environment: {OLLAMA_TEST_PULL_MILLIS: "1"}
          networks: [back]
      """;

  @TempDir private static Path home;
  private TestStack stack;

  @BeforeAll
  void prepare() throws Exception {
    stack =
        new TestStack(home, "orchesity", List.of("API_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT"));
    GatewayImage.build(GatewayImage.TAG);
    stack.setVariable("LOCAL_LLM_ENDPOINT", "http://provider:11434");
    stack.setVariable("GATEWAY_POOLS", "chat=local/llama3.2:1b,local/qwen3:0.6b");
    Files.writeString(stack.folder().resolve("compose.override.yaml"), PROVIDER);
  }

  @AfterAll
  void removeAll() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  @Order(1)
  void showListsTheServicesBeforeTheFirstStart() {
    JsonNode shown = Run.of(stack, "stack", "show", "orchesity", "--json").done().json();

    assertThat(shown.path("services").findValuesAsText("service"))
        .containsAll(SERVICES)
        .contains("provider");
    assertThat(stack.containers()).isEmpty();
  }

  @Test
  @Order(2)
  void upBecomesHealthyWithoutTheKeyOfAnyProvider() {
    JsonNode started = Run.of(stack, "up", "orchesity", "--json").done().json();

    assertThat(started.path("state").asText()).isEqualTo("running");
    SERVICES.forEach(
        service -> assertThat(stack.states()).containsEntry(service, "running healthy"));
    assertThat(logs("gateway")).contains("OPENAI_API_KEY_FILE names an empty file");
  }

  @Test
  @Order(3)
  void theApiAnswersBehindTheFrontDoor() {
    for (String model : List.of("llama3.2:1b", "qwen3:0.6b")) {
      stack.exec("provider", "ollama", "pull", model);
    }
    Wait.untilAsserted(
        () -> {
          HttpResponse<String> answer = chat("steady");
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(answer.body()).contains("steady");
          assertThat(answer.headers().firstValue("X-Wheelhouse-Route").orElse(""))
              .contains("policy=dynamic_weight");
        },
        PATIENCE);

    JsonNode health = json("GET", "/api/health");
    for (String part : List.of("database", "cache", "dwa", "providers", "cpu", "memory")) {
      assertThat(health.has(part)).as(part + " in " + health).isTrue();
    }
    assertThat(json("GET", "/api/llm/dwa/stats").toString()).contains("llama3.2:1b", "chat");
    assertThat(json("GET", "/api/llm/dwa/best-provider?model=chat").toString()).contains("local");
    assertThat(call("POST", "/api/llm/dwa/reset").statusCode()).isBetween(200, 204);
    Wait.untilAsserted(
        () -> {
          assertThat(json("GET", "/api/db/requests/recent?limit=5").toString()).contains("chat");
          assertThat(json("GET", "/api/db/provider-metrics").toString()).contains("local");
        },
        PATIENCE);
    assertThat(json("GET", "/api/db/stats")).isNotEmpty();
    assertThat(call("GET", "/metrics").body()).contains("wheelhouse_gateway_requests_total");
    assertThat(stack.call("front_door_token", "GET", "API_PORT", "/api/health", null).statusCode())
        .isEqualTo(401);
  }

  @Test
  @Order(4)
  void aKeyWithCachingGetsItsAnswerAgainUntilTheCacheIsCleared() {
    String key =
        stack
            .exec("gateway", "gateway", "keys", "create", "app", "--caching")
            .lines()
            .filter(line -> line.startsWith("whk-"))
            .findFirst()
            .orElseThrow();
    Wait.untilAsserted(() -> assertThat(cached(key)).isEqualTo("hit"), PATIENCE);
    assertThat(json("GET", "/api/db/cache/stats")).isNotEmpty();

    assertThat(call("DELETE", "/api/db/cache/clear").statusCode()).isBetween(200, 204);

    assertThat(cached(key)).isEqualTo("miss");
    assertThat(call("DELETE", "/api/db/cache/clear/chat*").statusCode()).isBetween(200, 204);
  }

  @Test
  @Order(5)
  void theDatabaseCountsStatementsAndTheCacheEvictsWhatIsUsedLeast() {
    String statements =
        stack.exec(
            "postgres",
            "psql",
            "-U",
            "orchesity",
            "-tAc",
            "SELECT count(*) > 0 FROM pg_stat_statements WHERE query LIKE '%wheelhouse_gateway%'");
    assertThat(statements).isEqualTo("t");
    String settings =
        stack.exec(
            "redis",
            "sh",
            "-c",
            "export REDISCLI_AUTH=$(cat /run/secrets/redis_password);"
                + " for name in maxmemory maxmemory-policy appendonly;"
                + " do redis-cli config get $name; done");
    assertThat(settings.lines().toList())
        .containsExactly(
            "maxmemory", "268435456", "maxmemory-policy", "allkeys-lru", "appendonly", "yes");
    String log =
        stack
            .docker()
            .run(
                "inspect",
                "-f",
                "{{json .HostConfig.LogConfig.Config}}",
                stack.containers().get("gateway"));
    assertThat(log).contains("\"max-size\":\"100m\"", "\"max-file\":\"5\"");
  }

  @Test
  @Order(6)
  void prometheusMeasuresEverythingByItsRules() {
    assertThat(
            stack.exec(
                "prometheus", "promtool", "check", "config", "/etc/prometheus/prometheus.yml"))
        .contains("SUCCESS")
        .doesNotContain("FAILED");
    Wait.untilAsserted(
        () -> {
          String up =
              stack.call("GET", "PROMETHEUS_PORT", "/api/v1/query?query=sum(up)", null).body();
          assertThat(up).contains(",\"4\"]");
        },
        PATIENCE);
  }

  @Test
  @Order(7)
  void downLeavesNothingButTheVolumes() {
    Run.of(stack, "down", "orchesity", "--json").done();

    assertThat(stack.containers()).isEmpty();
    assertThat(stack.networks()).isEmpty();
    assertThat(stack.volumes()).hasSizeGreaterThanOrEqualTo(4);
  }

  private String cached(String key) {
    Path secret = stack.folder().resolve("secrets/key_of_the_test");
    try {
      Files.writeString(secret, key);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    HttpResponse<String> answer =
        stack.call(
            "key_of_the_test", "POST", "API_PORT", "/v1/chat/completions", question("again"));
    return answer.headers().firstValue("X-Cache").orElse("none: " + answer.body());
  }

  private HttpResponse<String> chat(String prompt) {
    return stack.call(
        "gateway_token", "POST", "API_PORT", "/v1/chat/completions", question(prompt));
  }

  private static String question(String prompt) {
    return "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(prompt);
  }

  private HttpResponse<String> call(String method, String path) {
    return stack.call("gateway_token", method, "API_PORT", path, null);
  }

  private JsonNode json(String method, String path) {
    HttpResponse<String> answer = call(method, path);
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  private String logs(String service) {
    return stack.docker().tryRun("logs", stack.containers().get(service)).output();
  }
}
