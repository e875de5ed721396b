// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.log.LogDetail;
import dev.wheelhouse.gateway.log.LogEntry;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.log.LogSize;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway writes down of its requests. */
class RequestLogTest {
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
  void writesOneEntryForEachRequest() {
    String id =
        rig.post(
                "/v1/chat/completions",
                chat(
                    "[[load=200]] [[tokens=5]] [[delay=10]]",
                    ",\"stream\":true,\"temperature\":0.7,\"top_p\":0.9"))
            .headers()
            .firstValue("X-Request-Id")
            .orElseThrow();
    LogEntry entry = only();
    assertThat(entry.id()).isEqualTo(id);
    assertThat(entry.asked().key()).isEqualTo("owner");
    assertThat(entry.asked().dialect()).isEqualTo("openai");
    assertThat(entry.asked().operation()).isEqualTo("chat");
    assertThat(entry.asked().model()).isEqualTo("llama3.2:1b");
    assertThat(entry.asked().stream()).isTrue();
    assertThat(entry.asked().temperature()).isEqualTo(0.7);
    assertThat(entry.asked().parameters()).isEqualTo("{\"temperature\":0.7,\"top_p\":0.9}");
    assertThat(entry.route().upstream()).isEqualTo("local");
    assertThat(entry.route().model()).isEqualTo("llama3.2:1b");
    assertThat(entry.result()).isEqualTo(new LogEntry.Result("completed", 200, ""));
    assertThat(entry.tokens().output()).isEqualTo(5);
    assertThat(entry.tokens().input()).isPositive();
    LogEntry.Timing timing = entry.timing();
    assertThat(timing.upstream()).isGreaterThanOrEqualTo(200_000);
    assertThat(timing.firstToken()).isGreaterThanOrEqualTo(200_000L);
    assertThat(timing.queue() + timing.upstream() + timing.gateway()).isEqualTo(timing.total());
    assertThat(timing.tokensPerSecond()).isBetween(0.1, 100.0);
  }

  @Test
  void readsTheParametersOfOllamasClients() {
    rig.post("/api/chat", chat("hi", ",\"options\":{\"temperature\":0,\"num_ctx\":8192}"));
    assertThat(only().asked().temperature()).isZero();
    assertThat(only().asked().parameters()).isEqualTo("{\"temperature\":0,\"num_ctx\":8192}");
    assertThat(only().asked().stream()).isTrue();
  }

  @Test
  void leavesOutNumbersThatNobodyMeansSoThatItsJsonStaysWhole() {
    String digits = "9".repeat(600);
    rig.post(
        "/v1/chat/completions",
        chat("hi", ",\"seed\":" + digits + ",\"max_tokens\":5,\"top_p\":1e999"));
    assertThat(only().asked().parameters()).isEqualTo("{\"max_tokens\":5}");
  }

  @Test
  void writesDownWhatWasRefusedOrFailedOrLeft() throws IOException {
    rig.post("/v1/chat/completions", "no json");
    rig.post("/v1/chat/completions", chat("hi", "").replace("llama3.2:1b", "unknown-model"));
    rig.post("/v1/chat/completions", chat("[[status=500]]", ""));
    rig.open("/api/chat", chat("[[tokens=50]] [[stall=3]]", "")).body().close();
    rig.settled();
    List<LogEntry> entries = rig.gateway.requests().find(LogQuery.ALL);
    assertThat(entries)
        .extracting(e -> e.result().outcome() + " " + e.result().error())
        .containsExactlyInAnyOrder(
            "failed invalid_request",
            "failed model_not_found",
            "failed upstream_failed",
            "cancelled ");
    assertThat(entries)
        .anyMatch(e -> e.asked().model().equals("unknown-model") && e.route().upstream().isEmpty());
  }

  @Test
  void keepsNoContentUnlessAsked() {
    rig.post("/api/chat", chat("my-secret-prompt", ""));
    assertThat(detail().request()).isEmpty();
    assertThat(detail().answer()).isEmpty();
  }

  @Test
  void keepsTheBeginningOfContentWhereAsked() {
    rig.gateway.log(rig.gateway.requests().config().withContent(60));
    rig.post("/v1/chat/completions", chat("[[tokens=50]] hello", ",\"stream\":true"));
    assertThat(detail().request()).startsWith("{\"model\":").hasSize(60);
    assertThat(detail().answer()).contains("word1").hasSizeLessThanOrEqualTo(60);
  }

  @Test
  void takesKeysOutOfWhatItKeeps() {
    rig.gateway.log(rig.gateway.requests().config().withContent(10_000));
    rig.post("/v1/chat/completions", chat("my key is sk-proj-abcdefghijkl0123456789", ""));
    assertThat(detail().request()).contains("my key is [removed]");
  }

  @Test
  void tellsItsSizeAndForgetsOnRequest() {
    for (int i = 0; i < 5; i++) {
      rig.post("/api/chat", chat("hi", ""));
    }
    rig.settled();
    LogSize size = rig.gateway.requests().size();
    assertThat(size.store()).isEqualTo("sqlite");
    assertThat(size.entries()).isEqualTo(5);
    assertThat(size.bytes()).isPositive();
    rig.gateway.requests().clear();
    assertThat(rig.gateway.requests().size().entries()).isZero();
  }

  @Test
  void stopsAndStartsWhileTheGatewayRuns() {
    LogConfig on = rig.gateway.requests().config();
    rig.post("/api/chat", chat("one", ""));
    rig.settled();
    rig.gateway.log(LogConfig.OFF);
    rig.post("/api/chat", chat("two", ""));
    rig.settled();
    assertThat(rig.gateway.requests().find(LogQuery.ALL)).isEmpty();
    rig.gateway.log(on);
    assertThat(rig.gateway.requests().size().entries()).isEqualTo(1);
  }

  private LogEntry only() {
    rig.settled();
    List<LogEntry> entries = rig.gateway.requests().find(LogQuery.ALL);
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  private LogDetail detail() {
    return rig.gateway.requests().detail(only().id()).orElseThrow();
  }

  private static String chat(String prompt, String more) {
    return OpenAiToOllamaTest.chat("llama3.2:1b", prompt, more);
  }
}
