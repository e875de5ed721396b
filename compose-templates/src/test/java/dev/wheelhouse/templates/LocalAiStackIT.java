// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stack as {@code docker compose} runs it: Grafana and Ollama may be stand-ins. */
@ExtendWith(RunningStack.Provider.class)
class LocalAiStackIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private final RunningStack stack;

  LocalAiStackIT(RunningStack stack) {
    this.stack = stack;
  }

  @Test
  void becomesHealthyAsAWhole() {
    List<String> states =
        stack
            .compose("ps", "-a", "--format", "{{.Service}} {{.State}} {{.Health}}")
            .succeeded()
            .lines()
            .toList();
    assertThat(states)
        .hasSize(9)
        .allSatisfy(state -> assertThat(state).endsWith("running healthy"));
  }

  @Test
  void listensOnLoopbackOnly() {
    for (String id : stack.containers()) {
      String published =
          stack
              .docker(
                  "inspect",
                  "-f",
                  "{{range .NetworkSettings.Ports}}{{range .}}{{.HostIp}} {{end}}{{end}}",
                  id)
              .succeeded()
              .strip();
      if (!published.isEmpty()) {
        assertThat(published.split("\\s+")).containsOnly("127.0.0.1");
      }
    }
  }

  @Test
  void refusesTheDefaultLoginsOfPostgres() throws IOException {
    for (String user : List.of("postgres", "wheelhouse", "admin")) {
      for (String password : List.of("", "postgres", "wheelhouse", "admin", "password")) {
        Command login = psqlOverTheNetwork(user, password);
        assertThat(login.exit()).as(user + "/" + password).isNotZero();
        assertThat(login.output()).containsAnyOf("authentication failed", "no password supplied");
      }
    }
    // The control: the same way in with the right password works.
    assertThat(psqlOverTheNetwork("wheelhouse", stack.secret("postgres_password")).succeeded())
        .contains("1");
  }

  @Test
  void refusesTheDefaultLoginsOfRedis() {
    assertThat(redis("redis-cli ping")).contains("NOAUTH").doesNotContain("PONG");
    assertThat(redis("redis-cli get anything")).contains("NOAUTH");
    for (String password : List.of("redis", "password", "admin", "wheelhouse")) {
      assertThat(redis("REDISCLI_AUTH=" + password + " redis-cli ping"))
          .contains("NOAUTH")
          .doesNotContain("PONG");
    }
    assertThat(redis("REDISCLI_AUTH=$(cat /run/secrets/redis_password) redis-cli ping"))
        .contains("PONG");
  }

  @Test
  void refusesTheDefaultLoginOfGrafanaOrItsStandIn() throws IOException, InterruptedException {
    assertThat(grafanaStatus("admin", "admin")).isEqualTo(401);
    assertThat(grafanaStatus("admin", "")).isEqualTo(401);
    assertThat(grafanaStatus("wheelhouse", "wheelhouse")).isEqualTo(401);
    assertThat(grafanaStatus("admin", stack.secret("grafana_admin_password"))).isEqualTo(200);
  }

  @Test
  void turnsUnhealthyWhenRedisLocksItsCheckOut() {
    String check =
        "REDISCLI_AUTH=wrong redis-cli -h 127.0.0.1 ping | grep -qx PONG; echo locked=$?";
    assertThat(redis(check)).contains("locked=1");
  }

  @Test
  void showsNoSecretToThoseWhoLookAtContainersProcessesAndLogs() throws IOException {
    StringBuilder visible = new StringBuilder();
    for (String id : stack.containers()) {
      visible.append(stack.docker("inspect", id).succeeded());
      visible.append(stack.docker("top", id, "-eo", "pid,args").succeeded());
    }
    visible.append(stack.compose("logs").succeeded());
    visible.append(stack.compose("config").succeeded());
    stack
        .secrets()
        .forEach((name, value) -> assertThat(visible.toString()).as(name).doesNotContain(value));
  }

  @Test
  void measuresEveryService() {
    Wait.untilAsserted(
        () -> {
          List<String> targets = new ArrayList<>();
          for (JsonNode target : prometheus("targets").required("activeTargets")) {
            targets.add(
                target.required("labels").required("job").asText()
                    + " "
                    + target.required("health").asText());
          }
          assertThat(targets).containsExactlyInAnyOrder("prometheus up", "postgres up", "redis up");
        },
        Duration.ofSeconds(60));
  }

  @Test
  void evaluatesEveryRule() {
    Wait.untilAsserted(
        () -> {
          int rules = 0;
          for (JsonNode group : prometheus("rules").required("groups")) {
            for (JsonNode rule : group.required("rules")) {
              assertThat(rule.required("health").asText())
                  .as(rule.required("name").asText() + ": " + rule.path("lastError").asText())
                  .isEqualTo("ok");
              rules++;
            }
          }
          assertThat(rules).isGreaterThanOrEqualTo(10);
        },
        Duration.ofSeconds(60));
  }

  @Test
  void hasRulesThatPrometheusItselfAccepts() {
    String checked =
        stack
            .compose(
                "exec",
                "-T",
                "prometheus",
                "promtool",
                "check",
                "config",
                "/etc/prometheus/prometheus.yml")
            .succeeded();
    assertThat(checked).contains("SUCCESS").doesNotContain("FAILED");
  }

  @Test
  void raisesEveryAlertWhenItShouldAndOnlyThen() throws IOException {
    Path tests = Files.createDirectory(stack.folder().resolve("rule-tests"));
    Files.copy(stack.folder().resolve("prometheus/rules/stack.yml"), tests.resolve("stack.yml"));
    Files.copy(
        Path.of("src/test/resources/dev/wheelhouse/templates/local-ai-alerts.yml"),
        tests.resolve("alerts.yml"));
    Command result =
        stack.docker(
            "run",
            "--rm",
            "-v",
            tests + ":/rule-tests:ro",
            "--entrypoint",
            "promtool",
            stack.image("prometheus"),
            "test",
            "rules",
            "/rule-tests/alerts.yml");
    assertThat(result.succeeded()).contains("SUCCESS");
  }

  @Test
  void showsDataInEveryPanelOfEveryDashboard() throws IOException {
    loadSomeData();
    for (JsonNode dashboard : DashboardsTest.dashboards("local-ai")) {
      if (dashboard.required("uid").asText().equals("wheelhouse-gateway")) {
        continue; // no service of this stack is a gateway; its own tests check the queries
      }
      for (JsonNode panel : dashboard.required("panels")) {
        for (JsonNode target : panel.required("targets")) {
          String query = target.required("expr").asText().replace("$__rate_interval", "1m");
          if (!query.equals("ALERTS")) {
            Wait.untilAsserted(
                () ->
                    assertThat(prometheus("query?query=" + encode(query)).required("result"))
                        .as(dashboard.required("title").asText() + ": " + query)
                        .isNotEmpty(),
                Duration.ofSeconds(100));
          }
        }
      }
    }
  }

  @Test
  void namesTheMissingFileWhenThereAreNoSecrets() throws IOException {
    try (RunningStack bare = RunningStack.prepare()) {
      Command up = bare.compose("up", "-d", "postgres");

      assertThat(up.exit()).isNotZero();
      assertThat(up.output()).contains("secrets/postgres_password");
    }
  }

  @Test
  void switchesAVolumeByAVariable() throws IOException {
    try (RunningStack prepared = RunningStack.prepare()) {
      Path settings = prepared.folder().resolve(".env");
      String before = Files.readString(settings);
      assertThat(volumeName(prepared)).isEqualTo(prepared.project() + "_postgres-data");

      Files.writeString(settings, before + "POSTGRES_DATA_GENERATION=.r20260102t0304\n");

      assertThat(volumeName(prepared))
          .isEqualTo(prepared.project() + "_postgres-data.r20260102t0304");
    }
  }

  private static String volumeName(RunningStack prepared) throws IOException {
    return JSON.readTree(prepared.compose("config", "--format", "json").succeeded())
        .required("volumes")
        .required("postgres-data")
        .required("name")
        .asText();
  }

  private void loadSomeData() {
    stack
        .compose(
            "exec",
            "-T",
            "postgres",
            "psql",
            "-U",
            "wheelhouse",
            "-q",
            "-c",
            "CREATE TABLE IF NOT EXISTS sample AS SELECT generate_series(1, 2000) AS id;"
                + " DELETE FROM sample WHERE id < 100; ANALYZE sample")
        .succeeded();
    assertThat(
            redis(
                "export REDISCLI_AUTH=$(cat /run/secrets/redis_password);"
                    + " redis-cli set stays 1; redis-cli set goes 1 EX 600;"
                    + " redis-cli get stays; redis-cli get nothing"))
        .contains("OK");
  }

  /** Over the network of the stack, where the password counts. */
  private Command psqlOverTheNetwork(String user, String password) {
    return stack.compose(
        "exec",
        "-T",
        "-e",
        "PGPASSWORD=" + password,
        "postgres",
        "psql",
        "-w",
        "-h",
        "postgres",
        "-U",
        user,
        "-d",
        "wheelhouse",
        "-t",
        "-c",
        "SELECT 1");
  }

  private String redis(String script) {
    return stack.compose("exec", "-T", "redis", "sh", "-c", script).output();
  }

  private JsonNode prometheus(String path) {
    try {
      HttpResponse<String> response =
          send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:" + stack.port("PROMETHEUS_PORT") + "/api/v1/" + path))
                  .header("Authorization", "Bearer " + stack.secret("front_door_token"))
                  .build());
      assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
      return JSON.readTree(response.body()).required("data");
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private int grafanaStatus(String user, String password) throws IOException, InterruptedException {
    String login = JSON.writeValueAsString(Map.of("user", user, "password", password));
    return send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + stack.port("GRAFANA_PORT") + "/login"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(login))
            .build())
        .statusCode();
  }

  private static HttpResponse<String> send(HttpRequest request) throws IOException {
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new IOException(exception);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
