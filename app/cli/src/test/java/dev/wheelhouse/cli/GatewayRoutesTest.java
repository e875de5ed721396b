// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.GatewayConfig;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes of a gateway that another process of the home runs. */
class GatewayRoutesTest {
  @TempDir Path home;

  @Test
  void showsPoolsAndExplainsWhereARequestWouldGo() throws IOException {
    try (OllamaTestServer ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
        Gateway gateway = gateway(ollama)) {
      gateway.routes(
          RouteConfig.of(
                  Pool.of(
                      "everyday",
                      PolicyKind.PRIORITY,
                      Target.of("gone", "m"),
                      Target.of("local", "llama3.2:1b")))
              .withLargerContext(Map.of("everyday", List.of("nowhere/large"))));
      Wait.until(
          "the model is known",
          () -> !gateway.explain("everyday").order().isEmpty(),
          Duration.ofSeconds(60));

      assertThat(run("gateway", "routes").done().out())
          .containsPattern("POOL +TARGET +STATE +SHARE +REQUESTS +GOOD +SECONDS +WHY")
          .containsPattern("everyday \\(priority\\) +gone/m +missing +0 % +0 .*no such upstream")
          .containsPattern("everyday \\(priority\\) +local/llama3.2:1b +ready +100 %");
      JsonNode pool = run("gateway", "routes", "--json").done().json().path("pools").path(0);
      assertThat(pool.path("name").asText()).isEqualTo("everyday");
      assertThat(pool.at("/targets/0/state").asText()).isEqualTo("missing");

      assertThat(run("gateway", "explain", "everyday").done().out())
          .contains("everyday goes to local/llama3.2:1b by priority: only one")
          .containsPattern("1 +local/llama3.2:1b +ready")
          .containsPattern("no +gone/m +missing +no such upstream")
          .containsPattern("no +nowhere/large +no upstream has it");
      assertThat(run("gateway", "explain", "llama3.2:1b").done().out())
          .isEqualToIgnoringNewLines("llama3.2:1b goes to local/llama3.2:1b: it has the model");
      JsonNode told = run("gateway", "explain", "everyday", "--json").done().json();
      assertThat(told.at("/order/0/model").asText()).isEqualTo("llama3.2:1b");
      assertThat(told.at("/passedOver/0/reason").asText()).isEqualTo("no such upstream");
      assertThat(told.at("/largerContext/0/refusal").asText()).isEqualTo("no upstream has it");
      assertThat(ollama.calls("/api/chat")).isEmpty();

      Run nowhere = run("gateway", "explain", "unheard-of");
      assertThat(nowhere.status()).isEqualTo(1);
      assertThat(nowhere.error())
          .contains("A request for unheard-of would go nowhere")
          .contains("No upstream has the model unheard-of.", "→ Look at");
    }
  }

  @Test
  void saysThatNoGatewayRunsAndHowToStartOne() {
    for (String[] command :
        List.of(
            new String[] {"gateway", "routes"}, new String[] {"gateway", "explain", "everyday"})) {
      Run failed = run(command);
      assertThat(failed.status()).isEqualTo(1);
      assertThat(failed.out()).isEmpty();
      assertThat(failed.error())
          .contains("No gateway of this home runs", "\"wheelhouse gateway run\"");
    }
    assertThat(run("gateway", "explain", "x", "--json").json().at("/error/code").asText())
        .isEqualTo("gateway-off");
  }

  @Test
  void helpSaysWhatTheyDoAndAMissingModelIsWrongUsage() {
    assertThat(run("gateway", "--help").done().out()).contains("routes ", "explain ");
    assertThat(run("gateway", "explain", "--help").done().out())
        .contains("Usage: wheelhouse gateway explain", "MODEL", "--json");
    assertThat(run("gateway", "explain").status()).isEqualTo(2);
  }

  /** A gateway that this home's mark names as another process's. */
  private Gateway gateway(OllamaTestServer ollama) throws IOException {
    String token = run("gateway", "token").done().out().strip();
    Gateway gateway =
        Gateway.start(
            GatewayConfig.of(
                0, Secret.of(token), List.of(new UpstreamConfig.Ollama("local", ollama.uri()))));
    ProcessHandle other = ProcessHandle.current().parent().orElseThrow();
    long start = other.info().startInstant().orElseThrow().toEpochMilli();
    Path data = WheelhouseHome.find(Map.of("WHEELHOUSE_HOME", home.toString())).data();
    Files.createDirectories(data);
    Files.writeString(
        data.resolve("gateway.json"),
        "{\"process\":\"%d %d\",\"port\":%d}".formatted(other.pid(), start, gateway.port()));
    return gateway;
  }

  private Run run(String... arguments) {
    return Run.of(home, "unix:///nowhere/docker.sock", arguments);
  }
}
