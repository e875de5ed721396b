// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pain 11: it is hard to find out how to set a gateway up and how to add Claude, and a database is
 * wanted first. What mistakes look like is in {@link BadSettingsTest}.
 */
class SettingsPainsTest {
  private static final String CLAUDE = "claude-sonnet-5";

  @TempDir Path folder;

  @Test
  void pain11OneVariableAddsClaude() {
    HeadlessSettings settings = settings(Map.of("ANTHROPIC_API_KEY", "sk-ant-of-the-tests"));
    assertThat(settings.gateway().upstreams())
        .singleElement()
        .satisfies(claude -> {
          assertThat(claude.name()).isEqualTo("anthropic");
          assertThat(claude).isInstanceOf(UpstreamConfig.Anthropic.class);
        });
    assertThat(settings.notes()).isEmpty();
  }

  @Test
  void pain11OneLineAddsClaudeAtAnyAddressAndNoDatabaseIsNeeded() throws Exception {
    try (WatchedHttpServer claude =
        WatchedHttpServer.onPort(
            0,
            call -> {
              switch (call.request().method() + " " + call.request().path()) {
                case "GET /v1/models" ->
                    call.json(
                        200,
                        "{\"data\":[{\"type\":\"model\",\"id\":\"%s\"}],\"has_more\":false}"
                            .formatted(CLAUDE));
                case "POST /v1/messages" ->
                    call.json(
                        200,
                        "{\"type\":\"message\",\"role\":\"assistant\",\"model\":\"%s\",\"content\":[{\"type\":\"text\",\"text\":\"Bonjour\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}"
                            .formatted(CLAUDE));
                default -> call.json(404, "{}");
              }
            })) {
      Path file =
          Files.writeString(
              folder.resolve("gateway.json"),
              "{\"upstreams\":[{\"name\":\"claude\",\"type\":\"anthropic\",\"url\":\"%s\"}]}"
                  .formatted(claude.uri()));
      HeadlessSettings settings =
          settings(
              Map.of(
                  "WHEELHOUSE_GATEWAY_CONFIG", file.toString(),
                  "WHEELHOUSE_GATEWAY_PORT", "0",
                  "WHEELHOUSE_GATEWAY_DRAIN_SECONDS", "0"));
      assertThat(settings.stores().database()).isEmpty();
      assertThat(settings.stores().redis()).isEmpty();
      HeadlessGateway gateway = HeadlessGateway.start(settings);
      try {
        HttpResponse<String> answer = chat(gateway);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("Bonjour");
      } finally {
        gateway.stop();
      }
    }
  }

  @Test
  void pain11TheExampleOfTheDocumentationIsTakenAsItStands() throws IOException {
    String document = Files.readString(Path.of("../docs/gateway.md"));
    int start = document.indexOf("```json\n{\"upstreams\"") + "```json\n".length();
    String example = document.substring(start, document.indexOf("\n```", start));
    Path key = Files.writeString(folder.resolve("key"), "key-of-the-tests");
    // every key that the example reads stands in a file below this folder
    String here = example.replaceAll("/run/secrets/\\w+", key.toString());
    Path file = Files.writeString(folder.resolve("gateway.json"), here);
    HeadlessSettings settings =
        settings(
            Map.of(
                "WHEELHOUSE_GATEWAY_CONFIG", file.toString(), "OPENAI_API_KEY", "sk-of-the-tests"));
    assertThat(settings.notes()).isEmpty();
    assertThat(settings.rules().routes().pools()).isNotEmpty();
    assertThat(settings.gateway().upstreams()).hasSizeGreaterThan(1);
  }

  private static HttpResponse<String> chat(HeadlessGateway gateway) throws Exception {
    String body =
        "{\"model\":\"%s\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
            .formatted(CLAUDE);
    HttpRequest request =
        HttpRequest.newBuilder(gateway.address().resolve("/v1/messages"))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + EnvironmentTest.TOKEN)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static HeadlessSettings settings(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("WHEELHOUSE_GATEWAY_TOKEN", EnvironmentTest.TOKEN);
    return HeadlessSettings.of(all);
  }
}
