// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.secret.Secret;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Named keys of clients: what they open, and how they are refused. */
class ClientKeysTest {
  private final MovedClock clock = new MovedClock("2026-03-01T12:00:00Z");
  private final ClientKeys keys = new ClientKeys(new MemoryKeyStore(), clock);
  private final ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OPENAI);
  private final Rig rig = Rig.over(upstream.config());

  ClientKeysTest() {
    rig.gateway.keys(keys);
    upstream.answer(call ->
        call.json(
            200,
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}"));
  }

  @AfterEach
  void stop() {
    rig.close();
    upstream.close();
  }

  @Test
  void opensTheGatewayWhereverAClientPutsIt() {
    Secret key = keys.create("editor", Grant.CLIENT, null).token();
    for (Map.Entry<String, String> header :
        Map.of(
                "Authorization", "Bearer " + key.reveal(),
                "x-api-key", key.reveal(),
                "x-goog-api-key", key.reveal())
            .entrySet()) {
      HttpRequest request =
          HttpRequest.newBuilder(rig.uri("/v1/models"))
              .header(header.getKey(), header.getValue())
              .build();
      assertThat(rig.send(request).statusCode()).as(header.getKey()).isEqualTo(200);
    }
    assertThat(upstream.chats()).isZero();
    assertThat(chat(key, "gpt-5-mini").statusCode()).isEqualTo(200);
    assertThat(upstream.lastChat().toString()).doesNotContain(key.reveal());
  }

  @Test
  void opensOnlyItsScopes() {
    Secret chat = keys.create("chat", Grant.CLIENT.withScopes(Scope.CHAT), null).token();
    assertThat(chat(chat, "gpt-5-mini").statusCode()).isEqualTo(200);
    assertRefused(get(chat, "/v1/models"), 403, "scope_missing", chat);
    assertRefused(post(chat, "/v1/embeddings", "{}"), 403, "scope_missing", chat);
    Secret client = keys.create("client", Grant.CLIENT, null).token();
    assertRefused(get(client, "/metrics"), 403, "scope_missing", client);
    Secret admin = keys.create("admin", Grant.CLIENT.withScopes(Scope.ADMIN), null).token();
    assertThat(get(admin, "/metrics").statusCode()).isEqualTo(200);
    assertRefused(chat(admin, "gpt-5-mini"), 403, "scope_missing", admin);
  }

  @Test
  void opensOnlyItsModels() {
    Secret other = keys.create("other", Grant.CLIENT.withModels("claude*"), null).token();
    assertRefused(chat(other, "gpt-5-mini"), 403, "model_not_allowed", other);
    assertThat(upstream.chats()).isZero();
    assertThat(Rig.json(get(other, "/v1/models").body()).path("data")).isEmpty();
    assertThat(Rig.json(get(other, "/api/tags").body()).path("models")).isEmpty();
    assertThat(get(other, "/v1/models/gpt-5-mini").statusCode()).isEqualTo(403);
    assertThat(post(other, "/api/show", "{\"model\":\"gpt-5-mini\"}").statusCode()).isEqualTo(403);
    Secret mine = keys.create("mine", Grant.CLIENT.withModels("gpt*"), null).token();
    assertThat(chat(mine, "gpt-5-mini").statusCode()).isEqualTo(200);
    assertThat(Rig.json(get(mine, "/v1/models").body()).path("data")).hasSize(1);
  }

  @Test
  void isRefusedOnceItExpiresOrIsSwitchedOffOrForgotten() {
    ClientKeys.Created short1 = keys.create("short", Grant.CLIENT, clock.instant().plusSeconds(60));
    assertThat(get(short1.token(), "/v1/models").statusCode()).isEqualTo(200);
    clock.move(Duration.ofSeconds(60));
    assertRefused(get(short1.token(), "/v1/models"), 401, "invalid_api_key", short1.token());

    ClientKeys.Created key = keys.create("editor", Grant.CLIENT, null);
    keys.update(key.key().enabled(false));
    assertRefused(get(key.token(), "/v1/models"), 401, "invalid_api_key", key.token());
    keys.update(key.key().enabled(true));
    assertThat(get(key.token(), "/v1/models").statusCode()).isEqualTo(200);
    keys.delete(key.key().id());
    assertRefused(get(key.token(), "/v1/models"), 401, "invalid_api_key", key.token());
  }

  @Test
  void isRefusedWithAnotherSecret() {
    String token = keys.create("editor", Grant.CLIENT, null).token().reveal();
    for (String wrong :
        new String[] {
          token.substring(0, token.length() - 1) + (token.endsWith("A") ? "B" : "A"),
          token.substring(0, 17),
          token.substring(0, 16),
          token + "A",
          token.toUpperCase(java.util.Locale.ROOT)
        }) {
      HttpResponse<String> answer = get(Secret.of(wrong), "/v1/models");
      assertThat(answer.statusCode()).as(wrong).isEqualTo(401);
    }
  }

  @Test
  void isRefusedInTheFormOfEachDialect() {
    Secret key = keys.create("other", Grant.CLIENT.withModels("claude*"), null).token();
    String body = "{\"model\":\"gpt-5-mini\",\"max_tokens\":1,\"messages\":[]}";
    HttpResponse<String> anthropic = post(key, "/v1/messages", body);
    assertThat(Rig.json(anthropic.body()).at("/error/type").asText()).isEqualTo("permission_error");
    HttpResponse<String> ollama = post(key, "/api/chat", body);
    assertThat(ollama.statusCode()).isEqualTo(403);
    assertThat(Rig.json(ollama.body()).path("error").asText()).startsWith("This key may not use");
    Secret unknown = Secret.of("whk-0123456789ab-unknown");
    HttpResponse<String> refused = post(unknown, "/v1/messages", body);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(Rig.json(refused.body()).at("/error/type").asText())
        .isEqualTo("authentication_error");
    assertThat(refused.body()).doesNotContain("unknown");
  }

  @Test
  void leavesTheOwnersTokenInForce() {
    keys.create("editor", Grant.CLIENT.withModels("claude*"), null);
    assertThat(rig.get("/metrics").statusCode()).isEqualTo(200);
    assertThat(rig.post("/v1/chat/completions", body("gpt-5-mini")).statusCode()).isEqualTo(200);
  }

  private static void assertRefused(
      HttpResponse<String> answer, int status, String code, Secret key) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Rig.json(answer.body()).at("/error/code").asText()).isEqualTo(code);
    assertThat(answer.body()).doesNotContain(key.reveal());
    assertThat(answer.headers().map().toString()).doesNotContain(key.reveal());
  }

  private HttpResponse<String> chat(Secret key, String model) {
    return post(key, "/v1/chat/completions", body(model));
  }

  private static String body(String model) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
        .formatted(model);
  }

  private HttpResponse<String> get(Secret key, String path) {
    return rig.send(as(key, path).build());
  }

  private HttpResponse<String> post(Secret key, String path, String body) {
    return rig.send(
        as(key, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder as(Secret key, String path) {
    return HttpRequest.newBuilder(rig.uri(path)).header("Authorization", "Bearer " + key.reveal());
  }
}
