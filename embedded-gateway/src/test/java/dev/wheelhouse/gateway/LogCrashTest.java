// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.benchmark.GatewayChild;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed under load loses few entries of its log, and never the log. */
class LogCrashTest {
  /** As docs/gateway.md states: what waits, and one batch. */
  private static final int MOST_LOST = 8192 + 512;

  private static final int BEFORE_LOAD = 100;

  /** In the first round more than may be lost, so that losing them all would show. */
  private static final List<Integer> UNDER_LOAD = List.of(MOST_LOST + 1000, 500);

  @TempDir private Path folder;

  @Test
  void keepsTheLogWholeAndLosesNoMoreThanTheStatedBound() throws Exception {
    Path file = folder.resolve("requests.db");
    Set<String> kept = new HashSet<>();
    try (ScriptedOpenAi upstream = new ScriptedOpenAi()) {
      upstream.chat(call ->
          call.json(
              200,
              "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},"
                  + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}"));
      for (int load : UNDER_LOAD) {
        kept.addAll(killUnderLoad(upstream, file, load, kept.size()));
        Set<String> logged = ids(file);
        assertThat(logged).as("what was written before").containsAll(kept);
        kept.addAll(logged);
      }
    }
  }

  /** Returns the ids that were in the file before the load began. */
  private static List<String> killUnderLoad(
      ScriptedOpenAi upstream, Path file, int load, int before) throws Exception {
    ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();
    List<String> early = new ArrayList<>();
    try (GatewayChild gateway =
            new GatewayChild(upstream.upstream().baseUri(), ScriptedOpenAi.MODEL, file, 1L << 30);
        HttpClient client = HttpClient.newHttpClient();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < BEFORE_LOAD; i++) {
        early.add(chat(client, gateway.port()));
      }
      Wait.until(
          "the first are written", () -> ids(file).containsAll(early), Duration.ofSeconds(30));
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        clients.add(threads.submit(() -> chatUntilItIsGone(client, gateway.port(), answered)));
      }
      Wait.until("many are answered", () -> answered.size() >= load, Duration.ofMinutes(2));
      gateway.kill();
      for (Future<?> each : clients) {
        each.get();
      }
    }
    assertThat(text(file, "PRAGMA integrity_check")).isEqualTo("ok");
    Set<String> logged = ids(file);
    long lost = answered.stream().filter(id -> !logged.contains(id)).count();
    System.out.printf("answered %d, lost %d, bound %d%n", answered.size(), lost, MOST_LOST);
    assertThat(lost).isLessThanOrEqualTo(MOST_LOST);
    assertThat(logged.size()).isGreaterThan(before + BEFORE_LOAD);
    return early;
  }

  private static void chatUntilItIsGone(
      HttpClient client, int port, ConcurrentLinkedQueue<String> answered) {
    try {
      while (true) {
        answered.add(chat(client, port));
      }
    } catch (IOException | InterruptedException e) {
      // killed, as it is meant to be
    }
  }

  private static String chat(HttpClient client, int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + GatewayChild.TOKEN)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    OpenAiToOllamaTest.chat(ScriptedOpenAi.MODEL, "hi", "")))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("X-Request-Id").orElseThrow();
  }

  private static Set<String> ids(Path file) {
    Set<String> ids = new HashSet<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM requests")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
      return ids;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
