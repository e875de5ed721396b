// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway does, and tells, when its log cannot be opened, is lost, or is spoilt. */
class LogRecoveryTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  @TempDir private Path folder;
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
  void logsOnAndTellsItWhenTheFileWasDeleted() throws IOException {
    Path file = folder.resolve("requests.db");
    rig.gateway.log(LogConfig.sqlite(file));
    String first = chat();
    Wait.until("it is written", () -> logged(first), PATIENCE);
    assertThat(stats().path("notices")).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    String second = chat();
    Wait.until("a new file has it", () -> logged(second), PATIENCE);
    assertThat(file).exists();
    assertThat(stats().path("notices").path(0).asText()).contains("was gone");
    JsonNode database = json("/api/health").path("database");
    assertThat(database.path("status").asText()).as("it works again").isEqualTo("healthy");
    assertThat(database.path("notices").path(0).asText()).contains("was gone");
  }

  @Test
  void tellsThatTheLogIsOffAsItCannotBeOpened() throws IOException {
    Path blocked = Files.writeString(folder.resolve("no-folder"), "x").resolve("requests.db");
    assertThatThrownBy(() -> rig.gateway.log(LogConfig.sqlite(blocked)))
        .isInstanceOf(LogFailure.class);
    assertThat(chat()).as("requests are answered all the same").isNotEmpty();
    String notice = stats().path("notices").path(0).asText();
    assertThat(notice).contains("cannot be made", "Requests are not logged.");
    JsonNode database = json("/api/health").path("database");
    assertThat(database.path("status").asText()).isEqualTo("degraded");
    assertThat(database.path("notices").path(0).asText()).isEqualTo(notice);
    rig.gateway.log(LogConfig.sqlite(folder.resolve("requests.db")));
    assertThat(stats().path("notices")).isEmpty();
    assertThatThrownBy(() -> rig.gateway.log(LogConfig.sqlite(blocked)))
        .isInstanceOf(LogFailure.class);
    assertThat(stats().path("notices").path(0).asText()).contains("goes on as it was");
    rig.gateway.log(LogConfig.OFF);
    assertThat(stats().path("notices")).isEmpty();
  }

  @Test
  void tellsClientsNothingOfFiles() throws IOException {
    ClientKeys keys = new ClientKeys(new MemoryKeyStore(), Clock.systemUTC());
    rig.gateway.keys(keys);
    String key = keys.create("editor", Grant.CLIENT, null).token().reveal();
    Path blocked = Files.writeString(folder.resolve("no-folder"), "x").resolve("requests.db");
    assertThatThrownBy(() -> rig.gateway.log(LogConfig.sqlite(blocked)))
        .isInstanceOf(LogFailure.class);
    String seen =
        rig.send(
                HttpRequest.newBuilder(rig.uri("/api/health"))
                    .header("Authorization", "Bearer " + key)
                    .build())
            .body();
    assertThat(Rig.json(seen).path("database").path("status").asText()).isEqualTo("degraded");
    assertThat(seen).doesNotContain("no-folder");
  }

  private JsonNode stats() {
    return json("/api/db/stats");
  }

  private JsonNode json(String path) {
    rig.settled();
    return Rig.json(rig.get(path).body());
  }

  private boolean logged(String id) {
    return rig.get("/api/db/requests/" + id).statusCode() == 200;
  }

  private String chat() {
    return rig.post("/v1/chat/completions", OpenAiToOllamaTest.chat("llama3.2:1b", "hi", ""))
        .headers()
        .firstValue("X-Request-Id")
        .orElseThrow();
  }
}
