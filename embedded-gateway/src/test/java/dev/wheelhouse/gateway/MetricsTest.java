// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted, and what must never be. */
class MetricsTest {
  private OllamaTestServer ollama;
  private Rig rig;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
    rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()));
  }

  @AfterEach
  void stop() {
    rig.close();
    ollama.close();
  }

  @Test
  void countsTokensAndTimesUnderTheNamesOfOpenTelemetry() {
    chat("[[load=300]] [[tokens=10]] [[delay=20]]", true);
    String labels = "gen_ai_provider_name=\"ollama\",gen_ai_request_model=\"llama3.2:1b\"";
    assertThat(rig.get("/metrics").body()).contains(labels);
    assertThat(rig.get("/metrics").headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(sum("gen_ai_client_token_usage_sum", "output")).isEqualTo(10);
    assertThat(sum("gen_ai_client_token_usage_sum", "input")).isPositive();
    assertThat(sum("gen_ai_server_request_duration_seconds_sum", "")).isBetween(0.5, 30.0);
    assertThat(sum("gen_ai_server_time_to_first_token_seconds_sum", "")).isBetween(0.3, 30.0);
    assertThat(sum("gen_ai_server_time_per_output_token_seconds_sum", "")).isBetween(0.015, 3.0);
    assertThat(rig.metric("wheelhouse_gateway_upstream_up{upstream=\"local\"}")).isEqualTo(1);
    assertThat(rig.metric("wheelhouse_gateway_chats_total{outcome=\"completed\"")).isEqualTo(1);
  }

  @Test
  void measuresItsOwnShareApartFromTheWaitForTheUpstream() {
    chat("warm up", true);
    double before = sum("wheelhouse_gateway_overhead_seconds_sum", "");
    double total = sum("gen_ai_server_request_duration_seconds_sum", "");
    chat("[[load=400]] [[tokens=5]] [[delay=40]]", true);
    chat("[[load=400]] [[tokens=5]] [[delay=40]]", false);
    double took = sum("gen_ai_server_request_duration_seconds_sum", "") - total;
    double overhead = sum("wheelhouse_gateway_overhead_seconds_sum", "") - before;
    // The upstream sleeps at least this long; a slow machine adds to the rest, never to less.
    double asleep = 2 * 0.4 + 2 * 4 * 0.04;
    assertThat(took).isGreaterThanOrEqualTo(asleep);
    assertThat(overhead).isPositive().isLessThanOrEqualTo(took - asleep);
  }

  @Test
  void countsFailuresByTheirCode() {
    chat("[[status=500]]", true);
    chat("[[fail-after=1]] a b", true);
    assertThat(
            sum("gen_ai_server_request_duration_seconds_count", "error_type=\"upstream_failed\""))
        .isEqualTo(2);
    assertThat(rig.metric("wheelhouse_gateway_chats_total{outcome=\"failed\"")).isEqualTo(2);
  }

  @Test
  void neverLetsTheGaugeOfRequestsDrift() throws IOException {
    for (int i = 0; i < 5; i++) {
      chat("fine", true);
      chat("[[status=500]]", true);
      chat("[[drop-after=1]] a b", true);
      rig.get("/nothing");
      rig.post("/api/chat", "no json");
      rig.open("/api/chat", body("[[tokens=5]] [[stall=2]]", true)).body().close();
      rig.open("/v1/chat/completions", body("[[tokens=900]] [[delay=1]]", true)).body().close();
      RawClient silent = new RawClient(rig.gateway.port());
      silent.send("POST /api/chat HTTP/1.1\r\nHost: 127.0.0.1:" + rig.gateway.port() + "\r\n");
      silent.close();
    }
    Wait.until(
        "nothing is in flight",
        () -> rig.gateway.status().requestsInFlight() == 0,
        Duration.ofSeconds(30));
    assertThat(rig.settled().upstreams().getFirst().counters().inFlight()).isZero();
    // the request for the metrics counts itself
    assertThat(rig.metric("wheelhouse_gateway_requests_in_flight ")).isEqualTo(1);
  }

  @Test
  void makesNoLabelsOfWhatClientsInvent() {
    for (int i = 0; i < 20; i++) {
      rig.post("/api/chat", body("hi", true).replace("llama3.2:1b", "invented-" + i));
      rig.get("/invented/" + i);
    }
    assertThat(rig.get("/metrics").body()).doesNotContain("invented");
  }

  @Test
  void showsNeitherPromptNorToken() {
    chat("my-secret-prompt", true);
    String shown = rig.get("/metrics").body() + rig.gateway.status();
    for (String secret : List.of("my-secret-prompt", Rig.TOKEN.reveal())) {
      assertThat(shown).doesNotContain(secret);
    }
  }

  private void chat(String prompt, boolean stream) {
    rig.post("/v1/chat/completions", body(prompt, stream));
  }

  private static String body(String prompt, boolean stream) {
    return OpenAiToOllamaTest.chat("llama3.2:1b", prompt, ",\"stream\":" + stream);
  }

  /** The sum of all samples of this name whose line contains the text. */
  private double sum(String name, String containing) {
    rig.settled();
    return rig.get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(containing))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
