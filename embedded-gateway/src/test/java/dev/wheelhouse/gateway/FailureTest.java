// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.ScriptedOpenAi.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.route.UpstreamHealth;
import dev.wheelhouse.gateway.route.report.TargetState;
import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients are told when an upstream fails, before and inside a stream. */
class FailureTest {
  private OllamaTestServer ollama;
  private ScriptedOpenAi cloud;
  private Rig rig;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
    cloud = new ScriptedOpenAi();
    rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()), cloud.upstream());
  }

  @AfterEach
  void stop() {
    rig.close();
    cloud.close();
    ollama.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answersWithAStatusWhenTheUpstreamFailsBeforeTheFirstToken(boolean stream) {
    for (String prompt : List.of("[[status=500]]", "[[fail-after=0]]")) {
      HttpResponse<String> openAi = rig.post("/v1/chat/completions", local(prompt, stream));
      assertThat(openAi.statusCode()).isEqualTo(502);
      assertThat(openAi.headers().firstValue("Content-Type")).hasValue("application/json");
      JsonNode error = Rig.json(openAi.body()).path("error");
      assertThat(error.path("message").asText()).startsWith("Upstream local failed (HTTP 500)");
      assertThat(error.path("type").asText()).isEqualTo("server_error");
      assertThat(error.path("code").asText()).isEqualTo("upstream_failed");
      assertThat(error.has("param")).isTrue();
      HttpResponse<String> native_ = rig.post("/api/chat", local(prompt, stream));
      assertThat(native_.statusCode()).isEqualTo(502);
      assertThat(Rig.json(native_.body()).path("error").asText()).startsWith("Upstream local");
    }
  }

  @Test
  void reportsAFailureInsideTheStreamInTheClientsForm() {
    String openAi = rig.post("/v1/chat/completions", local("[[fail-after=2]] a b c", true)).body();
    assertThat(openAi).contains("\"content\":\"You\"").doesNotContain("[DONE]");
    String last = openAi.strip().substring(openAi.strip().lastIndexOf("data: ") + 6);
    assertThat(Rig.json(last).at("/error/message").asText()).startsWith("Upstream local reported");

    String lines = rig.post("/api/chat", local("[[fail-after=2]] a b c", true)).body();
    String lastLine = lines.strip().substring(lines.strip().lastIndexOf('\n') + 1);
    assertThat(Rig.json(lastLine).path("error").asText()).startsWith("Upstream local reported");
    assertThat(lines).doesNotContain("\"done\":true");
  }

  @Test
  void neverTakesABrokenStreamForAnEnd() {
    String openAi = rig.post("/v1/chat/completions", local("[[drop-after=2]] a b c", true)).body();
    assertThat(openAi).contains("broke the connection").doesNotContain("[DONE]");
    assertThat(openAi).doesNotContain("finish_reason\":\"stop");
    String lines = rig.post("/api/chat", local("[[drop-after=2]] a b c", true)).body();
    assertThat(lines).contains("{\"error\":\"Upstream local broke").doesNotContain("\"done\":true");
    HttpResponse<String> whole = rig.post("/v1/chat/completions", local("[[drop-after=2]]", false));
    assertThat(whole.statusCode()).isEqualTo(502);
  }

  @Test
  void neverTakesAQuietEndOfStreamForAnAnswer() {
    cloud.streams(event("{\"content\":\"half\"}", "null"));
    assertThat(rig.post("/v1/chat/completions", remote(true)).body())
        .contains("half", "without a finish reason")
        .doesNotContain("[DONE]");
    cloud.streams(event("{\"content\":\"half\"}", "null"), "data: [DONE]\n\n");
    assertThat(rig.post("/v1/chat/completions", remote(true)).body())
        .contains("without a finish reason");
    cloud.streams(event("{\"content\":\"half\"}", "null"), "data: {\"choices\":[{\"del");
    assertThat(rig.post("/v1/chat/completions", remote(true)).body())
        .contains("without a finish reason");
    cloud.streams("");
    assertThat(rig.post("/v1/chat/completions", remote(true)).statusCode()).isEqualTo(502);
  }

  @Test
  void turnsAnErrorBeforeTheFirstTokenOfAnOpenStreamIntoAStatus() {
    cloud.streams(
        ": OPENROUTER PROCESSING\n\n",
        event("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
        "data: {\"error\":{\"message\":\"no provider\",\"code\":502}}\n\n");
    HttpResponse<String> answer = rig.post("/v1/chat/completions", remote(true));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("no provider");
    cloud.chat(call -> call.json(200, "{\"error\":{\"message\":\"no credit\"}}"));
    assertThat(rig.post("/v1/chat/completions", remote(true)).body()).contains("no credit");
    assertThat(rig.post("/v1/chat/completions", remote(false)).statusCode()).isEqualTo(502);
  }

  @Test
  void saysThatAnUpstreamIsDownInBothForms() {
    rig.get("/v1/models");
    int port = closeOllama();
    for (boolean stream : List.of(true, false)) {
      HttpResponse<String> answer = rig.post("/v1/chat/completions", local("hi", stream));
      assertThat(answer.statusCode()).isEqualTo(502);
      JsonNode error = Rig.json(answer.body()).path("error");
      assertThat(error.path("code").asText()).isEqualTo("upstream_unreachable");
      assertThat(error.path("message").asText())
          .isEqualTo(
              "Upstream local at http://127.0.0.1:%d/ refuses connections. Start it, or correct its address."
                  .formatted(port));
    }
    assertThat(Rig.json(rig.post("/api/chat", local("hi", true)).body()).path("error").asText())
        .contains("refuses connections");
    assertThat(rig.settled().upstreams().getFirst().health())
        .isInstanceOf(UpstreamHealth.Down.class);
    assertThat(rig.get("/v1/models").body()).doesNotContain("llama3.2");
  }

  @Test
  void recoversByItselfWhenTheUpstreamIsBack() {
    assertThat(rig.post("/api/chat", local("hi", true)).statusCode()).isEqualTo(200);
    int port = closeOllama();
    assertThat(rig.post("/api/chat", local("hi", true)).statusCode()).isEqualTo(502);
    ollama.close();
    ollama = OllamaTestServer.start(port).withModel("llama3.2:1b");
    assertThat(rig.post("/api/chat", local("hi", true)).statusCode()).isEqualTo(200);
    assertThat(rig.settled().upstreams().getFirst().health())
        .isInstanceOf(UpstreamHealth.Healthy.class);
  }

  @Test
  void doesNotSendAChatIntoAConnectionThatARestartHasClosed() {
    for (int restart = 0; restart < 10; restart++) {
      assertThat(rig.post("/api/chat", local("hi", true)).statusCode()).isEqualTo(200);
      int port = ollama.port();
      ollama.close();
      ollama = startedAgain(port).withModel("llama3.2:1b");
    }
    assertThat(rig.post("/api/chat", local("hi", true)).statusCode()).isEqualTo(200);
    assertThat(rig.settled().upstreams().getFirst().counters().failures()).isZero();
  }

  /** Another program may hold the port for a moment, as the near end of a connection. */
  private static OllamaTestServer startedAgain(int port) {
    AtomicReference<OllamaTestServer> server = new AtomicReference<>();
    Wait.untilAsserted(
        () -> assertThatNoException().isThrownBy(() -> server.set(OllamaTestServer.start(port))),
        Duration.ofSeconds(10));
    return server.get();
  }

  @Test
  void saysThatNoUpstreamIsSetUp() {
    rig.gateway.update(List.of());
    HttpResponse<String> answer = rig.post("/api/chat", local("hi", true));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("No upstream is set up");
  }

  @Test
  void namesAnUpstreamThatMayHaveTheUnknownModel() {
    rig.gateway.update(
        List.of(
            new UpstreamConfig.Ollama("local", ollama.uri()),
            new UpstreamConfig.Ollama("other", URI.create("http://127.0.0.1:" + FreePorts.one()))));
    HttpResponse<String> answer = rig.post("/api/chat", local("hi", true).replace(":1b", ":9b"));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("Upstream other");
    rig.gateway.update(List.of(new UpstreamConfig.Ollama("local", ollama.uri())));
    assertThat(rig.post("/api/chat", local("hi", true).replace(":1b", ":9b")).statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"401", "402", "403"})
  void blamesItsOwnKeyWhenTheUpstreamRefusesIt(int status) {
    String secret = ScriptedOpenAi.KEY.reveal();
    cloud.chat(call ->
        call.json(status, "{\"error\":{\"message\":\"Incorrect API key: " + secret + "\"}}"));
    HttpResponse<String> answer = rig.post("/v1/chat/completions", remote(true));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body())
        .contains("upstream_credentials_rejected", "your own token is fine")
        .doesNotContain(secret);
    assertThat(rig.settled().upstreams().getLast().health())
        .isInstanceOf(UpstreamHealth.KeyRejected.class);
    assertThat(cloud.chatCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"400", "413", "422"})
  void passesTheUpstreamsRefusalOfARequestOnAndDoesNotRepeatIt(int status) {
    String secret = ScriptedOpenAi.KEY.reveal();
    cloud.chat(
        call -> call.json(status, "{\"error\":{\"message\":\"bad field, " + secret + "\"}}"));
    HttpResponse<String> answer = rig.post("/v1/chat/completions", remote(true));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("Upstream cloud: bad field, [hidden]");
    assertThat(cloud.chatCount()).isEqualTo(1);
  }

  @Test
  void repeatsOnceWhatTheUpstreamSurelyDidNotWorkOn() {
    cloud.chat(call -> {
      if (cloud.chatCount() == 1) {
        call.json(503, "{\"error\":{\"message\":\"overloaded\"}}");
      } else {
        call.json(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}");
      }
    });
    assertThat(rig.post("/v1/chat/completions", remote(false)).statusCode()).isEqualTo(200);
    assertThat(cloud.chatCount()).isEqualTo(2);
    assertThat(rig.metric("wheelhouse_gateway_retries_total")).isEqualTo(1);
    cloud.chat(call -> call.json(529, "{}"));
    assertThat(rig.post("/v1/chat/completions", remote(false)).statusCode()).isEqualTo(503);
    assertThat(cloud.chatCount()).isEqualTo(4);
  }

  @Test
  void doesNotRepeatWhatTheUpstreamMayHaveWorkedOn() {
    cloud.chat(call -> call.drop());
    assertThat(rig.post("/v1/chat/completions", remote(false)).statusCode()).isEqualTo(502);
    assertThat(cloud.chatCount()).isEqualTo(1);
    cloud.chat(call -> call.json(500, "{\"error\":\"boom\"}"));
    assertThat(rig.post("/v1/chat/completions", remote(false)).body()).contains("boom");
    assertThat(cloud.chatCount()).isEqualTo(2);
  }

  @Test
  void tellsTheClientHowLongAnUpstreamWantsItToWait() {
    cloud.chat(call ->
        call.reply(
            429,
            Map.of("Content-Type", "application/json", "Retry-After", "120"),
            "{\"error\":{\"message\":\"slow down\"}}".getBytes(StandardCharsets.UTF_8)));
    HttpResponse<String> answer = rig.post("/v1/chat/completions", remote(true));
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("120");
    assertThat(Rig.json(answer.body()).at("/error/type").asText()).isEqualTo("rate_limit_error");
    assertThat(cloud.chatCount()).isEqualTo(1);
    // only this model has to be waited for
    assertThat(rig.settled().upstreams().getLast().health().usable()).isTrue();
    assertThat(rig.gateway.routes().seen().getLast().state()).isEqualTo(TargetState.RATE_LIMITED);
  }

  @Test
  void followsNoRedirect() {
    ScriptedOpenAi elsewhere = new ScriptedOpenAi();
    String target = elsewhere.server().uri() + "/v1/chat/completions";
    cloud.chat(call -> call.reply(307, Map.of("Location", target), new byte[0]));
    HttpResponse<String> answer = rig.post("/v1/chat/completions", remote(true));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("redirect, which is not followed").doesNotContain(target);
    assertThat(elsewhere.chatCount()).isZero();
    elsewhere.close();
  }

  @Test
  void saysThatTheBaseAddressIsWrongWhenThereIsNothing() {
    rig.get("/v1/models");
    cloud.chat(call -> call.reply(404, "text/html", new byte[0]));
    HttpResponse<String> answer = rig.post("/v1/chat/completions", remote(true));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("has nothing at").contains("most end in /v1");
  }

  private int closeOllama() {
    int port = ollama.port();
    ollama.close();
    ollama = OllamaTestServer.start(0);
    return port;
  }

  private static String local(String prompt, boolean stream) {
    return OpenAiToOllamaTest.chat("llama3.2:1b", prompt, ",\"stream\":" + stream);
  }

  private static String remote(boolean stream) {
    return OpenAiToOllamaTest.chat(ScriptedOpenAi.MODEL, "hi", ",\"stream\":" + stream);
  }
}
