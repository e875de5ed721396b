// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway tells of its requests and of itself over HTTP. */
class LogEndpointsTest {
  @TempDir private Path folder;
  private OllamaTestServer ollama;
  private Rig rig;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
    rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()));
    rig.gateway.log(LogConfig.sqlite(folder.resolve("requests.db")));
  }

  @AfterEach
  void stop() {
    rig.close();
    ollama.close();
  }

  @Test
  void listsTheRequestsOfLate() {
    for (int i = 0; i < 3; i++) {
      chat("[[tokens=4]]", ",\"temperature\":0." + i);
    }
    chat("[[status=500]]", "");
    JsonNode all = json("/api/db/requests/recent").path("requests");
    assertThat(all).hasSize(4);
    assertThat(all.path(0).path("error").asText()).isEqualTo("upstream_failed");
    assertThat(all.path(1).path("parameters").path("temperature").asDouble()).isEqualTo(0.2);
    assertThat(all.path(1).path("output_tokens").asInt()).isEqualTo(4);
    assertThat(json("/api/db/requests/recent?outcome=failed").path("requests")).hasSize(1);
    assertThat(json("/api/db/requests/recent?limit=2").path("requests")).hasSize(2);
    String third = all.path(2).path("id").asText();
    assertThat(json("/api/db/requests/recent?before=" + third).path("requests")).hasSize(1);
    assertThat(json("/api/db/requests/" + third).path("id").asText()).isEqualTo(third);
    assertThat(rig.get("/api/db/requests/unknown").statusCode()).isEqualTo(404);
    assertThat(rig.get("/api/db/requests/recent?limit=x").statusCode()).isEqualTo(400);
    assertThat(rig.get("/api/db/requests/recent?from=yesterday").statusCode()).isEqualTo(400);
  }

  @Test
  void refusesWhatNoEntryCanHaveAndNamesWhatThereIs() {
    for (String path : List.of("recent", "export")) {
      HttpResponse<String> outcome = rig.get("/api/db/requests/" + path + "?outcome=bogus");
      assertThat(outcome.statusCode()).as(path).isEqualTo(400);
      assertThat(outcome.body()).contains("completed, failed, cancelled");
      HttpResponse<String> before = rig.get("/api/db/requests/" + path + "?before=xx");
      assertThat(before.statusCode()).as(path).isEqualTo(400);
      assertThat(before.body()).contains("28 hexadecimal digits");
      assertThat(rig.get("/api/db/requests/" + path + "?limit=0").statusCode()).isEqualTo(400);
    }
    assertThat(rig.get("/api/db/requests/recent?outcome=cancelled").statusCode()).isEqualTo(200);
  }

  @Test
  void countsByUpstreamParameterAndTime() {
    chat("[[tokens=4]]", ",\"temperature\":0.5");
    chat("[[tokens=6]]", ",\"temperature\":0.5");
    chat("[[status=500]]", "");
    JsonNode upstream = json("/api/db/provider-metrics").path("providers").path(0);
    assertThat(upstream.path("upstream").asText()).isEqualTo("local");
    assertThat(upstream.path("requests").asInt()).isEqualTo(3);
    assertThat(upstream.path("failed").asInt()).isEqualTo(1);
    JsonNode parameter = json("/api/db/parameters").path("parameters").path(0);
    assertThat(parameter.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(parameter.path("average_output_tokens").asDouble()).isEqualTo(5);
    JsonNode spans = json("/api/db/timeline?span=3600").path("spans");
    int requests = 0;
    for (JsonNode span : spans) {
      requests += span.path("requests").asInt();
    }
    assertThat(requests).isEqualTo(3);
    JsonNode stats = json("/api/db/stats");
    assertThat(stats.path("store").asText()).isEqualTo("sqlite");
    assertThat(stats.path("requests").asInt()).isEqualTo(3);
    assertThat(stats.path("dropped").asInt()).isZero();
  }

  @Test
  void takesFeedbackOnAnAnswerAndCountsIt() {
    String id =
        chat("[[tokens=4]]", ",\"temperature\":0.5")
            .headers()
            .firstValue("X-Request-Id")
            .orElseThrow();
    rig.settled();
    String good = "{\"request_id\":\"%s\",\"score\":1,\"comment\":\"right\"}";
    assertThat(rig.post("/api/feedback", good.formatted(id)).statusCode()).isEqualTo(200);
    JsonNode kept = json("/api/db/requests/" + id).path("feedback");
    assertThat(kept.path("score").asDouble()).isEqualTo(1);
    assertThat(kept.path("comment").asText()).isEqualTo("right");
    assertThat(
            json("/api/db/parameters").path("parameters").path(0).path("average_score").asDouble())
        .isEqualTo(1);
    assertThat(rig.post("/api/feedback", good.formatted("unknown")).statusCode()).isEqualTo(404);
    assertThat(rig.post("/api/feedback", good.formatted(id).replace(":1", ":7")).statusCode())
        .isEqualTo(400);
    assertThat(rig.post("/api/feedback", "{\"request_id\":\"x\"}").statusCode()).isEqualTo(400);
    assertThat(json("/api/db/stats").path("requests").asInt()).isEqualTo(1);
  }

  @Test
  void exportsEverythingAsLines() {
    chat("[[tokens=4]]", "");
    rig.post("/v1/chat/completions", "{\"model\":\"=HYPERLINK(1),\\\"x\\\"\",\"messages\":[]}");
    rig.settled();
    HttpResponse<String> csv = rig.get("/api/db/requests/export?format=csv");
    assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    List<String> lines = csv.body().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).startsWith("id,time,key,");
    assertThat(lines.get(2)).contains("\"'=HYPERLINK(1),\"\"x\"\"\"");
    List<String> objects = rig.get("/api/db/requests/export?format=ndjson").body().lines().toList();
    assertThat(objects).hasSize(2).allMatch(line -> Rig.json(line).has("gateway_ms"));
    assertThat(rig.get("/api/db/requests/export?format=xml").statusCode()).isEqualTo(400);
    String newest = rig.get("/api/db/requests/export?limit=1").body();
    assertThat(newest).isEqualTo(objects.getLast() + "\n");
    assertThat(rig.get("/api/db/requests/export?limit=7&format=csv").body().lines()).hasSize(3);
  }

  @Test
  void reportsTheHealthOfEachPart() {
    rig.get("/v1/models");
    JsonNode report = json("/api/health");
    assertThat(report.path("status").asText()).isEqualTo("healthy");
    for (String part : List.of("database", "cache", "dwa", "providers", "cpu", "memory")) {
      assertThat(report.path(part).path("status").asText()).as(part).isNotEmpty();
    }
    assertThat(report.path("database").path("store").asText()).isEqualTo("sqlite");
    assertThat(report.path("providers").path("providers").path("local").path("status").asText())
        .isEqualTo("healthy");
    URI nobody = URI.create("http://127.0.0.1:1");
    rig.gateway.update(List.of(new UpstreamConfig.Ollama("gone", nobody)));
    rig.get("/v1/models");
    HttpResponse<String> broken = rig.get("/api/health");
    assertThat(broken.statusCode()).isEqualTo(503);
    assertThat(
            Rig.json(broken.body())
                .path("providers")
                .path("providers")
                .path("gone")
                .path("status")
                .asText())
        .isEqualTo("down");
  }

  @Test
  void tellsNothingToThoseWithoutToken() {
    for (String path :
        List.of(
            "/api/health",
            "/api/db/stats",
            "/api/db/requests/recent",
            "/api/db/requests/export",
            "/api/db/provider-metrics",
            "/api/db/parameters",
            "/api/db/timeline")) {
      assertThat(rig.send(HttpRequest.newBuilder(rig.uri(path)).build()).statusCode())
          .as(path)
          .isEqualTo(401);
    }
    HttpResponse<String> minimal = rig.send(HttpRequest.newBuilder(rig.uri("/health")).build());
    assertThat(minimal.statusCode()).isEqualTo(200);
    assertThat(minimal.body()).isEqualTo("ok\n");
  }

  @Test
  void answersWithNothingWhereNoLogIsKept() {
    rig.gateway.log(LogConfig.OFF);
    assertThat(json("/api/db/stats").path("store").asText()).isEqualTo("off");
    assertThat(json("/api/db/requests/recent").path("requests")).isEmpty();
    assertThat(json("/api/health").path("database").path("status").asText()).isEqualTo("disabled");
    assertThat(rig.get("/api/db/requests/export").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> chat(String prompt, String more) {
    return rig.post("/v1/chat/completions", OpenAiToOllamaTest.chat("llama3.2:1b", prompt, more));
  }

  private JsonNode json(String path) {
    rig.settled();
    HttpResponse<String> answer = rig.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Rig.json(answer.body());
  }
}
