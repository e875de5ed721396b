// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.http.HttpRequest;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ollama's models changed through the gateway: who may, where it goes, and how it passes. */
class ModelStoreTest {
  private static final String PULL = "{\"model\":\"smollm2:135m\"}";
  private static final String DIGEST = "sha256:" + "0a".repeat(32);

  private static HttpResponse<String> delete(Rig rig, String body) {
    return rig.send(
        rig.request("/api/delete").method("DELETE", BodyPublishers.ofString(body)).build());
  }

  @Test
  void copiesAndDeletesModels() {
    try (OllamaTestServer ollama = OllamaTestServer.start(0).withModel("qwen3:0.6b");
        Rig rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()))) {
      HttpResponse<String> copied =
          rig.post("/api/copy", "{\"source\":\"qwen3:0.6b\",\"destination\":\"mine\"}");
      assertThat(copied.statusCode()).as(copied.body()).isEqualTo(200);
      assertThat(delete(rig, "{\"model\":\"qwen3:0.6b\"}").statusCode()).isEqualTo(200);
      Wait.until(
          "the list is the new one",
          () -> names(rig).equals("[\"mine:latest\"]"),
          Duration.ofSeconds(30));
      HttpResponse<String> again = delete(rig, "{\"model\":\"qwen3:0.6b\"}");
      assertThat(again.statusCode()).isEqualTo(404);
      assertThat(Rig.json(again.body()).path("error").asText()).contains("not found");
    }
  }

  private static String names(Rig rig) {
    JsonNode models = Rig.json(rig.get("/api/tags").body()).path("models");
    return "["
        + String.join(",", models.findValues("name").stream().map(Object::toString).toList())
        + "]";
  }

  @Test
  void passesEachLineOfProgressAtOnce() throws Exception {
    Semaphore read = new Semaphore(0);
    try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OLLAMA);
        Rig rig = Rig.over(upstream.config())) {
      upstream.answer(call -> {
        call.begin(200, "application/x-ndjson");
        for (int i = 0; i < 3; i++) {
          call.write("{\"status\":\"pulling\",\"completed\":" + i + ",\"later_field\":1.10}\n");
          read.tryAcquire(10, TimeUnit.SECONDS);
        }
        call.write("{\"error\":\"disk full\"}\n");
        call.end();
      });
      HttpResponse<InputStream> answer = rig.open("/api/pull", PULL);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
      try (var lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        for (int i = 0; i < 3; i++) {
          assertThat(lines.readLine())
              .isEqualTo("{\"status\":\"pulling\",\"completed\":" + i + ",\"later_field\":1.10}");
          read.release();
        }
        assertThat(lines.readLine()).isEqualTo("{\"error\":\"disk full\"}");
        assertThat(lines.readLine()).isNull();
      }
      assertThat(upstream.lastChat().path()).isEqualTo("/api/pull");
      assertThat(upstream.lastChat().text()).isEqualTo(PULL);
    }
  }

  @Test
  void stopsAPullWhenTheClientLeavesAndWhenItBreaksSaysSo() throws Exception {
    try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OLLAMA);
        Rig rig = Rig.over(upstream.config())) {
      CountDownLatch reached = new CountDownLatch(1);
      CountDownLatch gone = new CountDownLatch(1);
      upstream.answer(call -> {
        reached.countDown();
        if (call.clientGone(Duration.ofSeconds(10))) {
          gone.countDown();
        }
      });
      try (RawClient raw = new RawClient(rig.gateway.port())) {
        raw.send(head(rig, "POST /api/pull", PULL.length()) + PULL);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();

      upstream.answer(call -> {
        call.begin(200, "application/x-ndjson");
        call.write("{\"status\":\"pulling\"}\n");
        call.drop();
      });
      assertThat(rig.post("/api/pull", PULL).body())
          .startsWith("{\"status\":\"pulling\"}\n{\"error\":\"Upstream up broke the connection")
          .endsWith("}\n");
    }
  }

  private static String head(Rig rig, String line, long length) {
    return "%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nx-api-key: %s\r\nContent-Length: %d\r\n\r\n"
        .formatted(line, rig.gateway.port(), Rig.TOKEN.reveal(), length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/pull",
        "POST /api/push",
        "POST /api/create",
        "POST /api/copy",
        "DELETE /api/delete",
        "POST /api/blobs/",
        "HEAD /api/blobs/"
      })
  void needsTheScopeAdmin(String route) {
    String method = route.split(" ", -1)[0];
    String path = route.split(" ", -1)[1];
    try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OLLAMA);
        Rig rig = Rig.over(upstream.config())) {
      ClientKeys keys =
          new ClientKeys(new MemoryKeyStore(), new MovedClock("2026-03-01T12:00:00Z"));
      rig.gateway.keys(keys);
      upstream.answer(call -> call.json(200, "{}"));
      Secret client = keys.create("client", Grant.CLIENT, null).token();
      Secret admin = keys.create("admin", Grant.CLIENT.withScopes(Scope.ADMIN), null).token();
      String full = path.endsWith("/") ? path + DIGEST : path;
      assertThat(status(rig, method, full, client)).isEqualTo(403);
      assertThat(upstream.chats()).isZero();
      assertThat(status(rig, method, full, admin)).isEqualTo(200);
      HttpRequest passed = upstream.lastChat();
      assertThat(passed.method() + " " + passed.path()).isEqualTo(method + " " + full);
      assertThat(passed.toString()).doesNotContain(admin.reveal());
    }
  }

  private static int status(Rig rig, String method, String path, Secret key) {
    return rig.send(
            java.net.http.HttpRequest.newBuilder(rig.uri(path))
                .header("Authorization", "Bearer " + key.reveal())
                .method(
                    method,
                    method.equals("HEAD")
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString("{\"model\":\"m\"}"))
                .build())
        .statusCode();
  }

  @Test
  void asksOnlyAnOllamaOnThisMachine() {
    try (ScriptedUpstream cloud = new ScriptedUpstream(ScriptedUpstream.Kind.OPENAI);
        Rig rig =
            Rig.over(
                cloud.config(),
                new UpstreamConfig.Ollama("far", URI.create("http://192.168.255.254:11434")))) {
      HttpResponse<String> answer = rig.post("/api/pull", PULL);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(Rig.json(answer.body()).path("error").asText())
          .contains("only at an Ollama on this machine");
      assertThat(cloud.chats()).isZero();
    }
  }

  @Test
  void asksTheOllamaThatTheNameBeginsWith() {
    try (OllamaTestServer one = OllamaTestServer.start(0).withModel("qwen3:0.6b");
        OllamaTestServer two = OllamaTestServer.start(0).withModel("qwen3:0.6b");
        Rig rig =
            Rig.over(
                new UpstreamConfig.Ollama("one", one.uri()),
                new UpstreamConfig.Ollama("two", two.uri()))) {
      Wait.until(
          "both are known", () -> names(rig).contains("two/qwen3:0.6b"), Duration.ofSeconds(30));
      assertThat(delete(rig, "{\"model\":\"two/qwen3:0.6b\"}").statusCode()).isEqualTo(200);
      assertThat(one.calls("/api/delete")).isEmpty();
      assertThat(two.calls("/api/delete")).hasSize(1);
    }
  }

  @Test
  void saysWhetherABlobIsThere() {
    try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OLLAMA);
        Rig rig = Rig.over(upstream.config())) {
      for (int status : new int[] {200, 404}) {
        upstream.answer(call -> call.reply(status, Map.of(), new byte[0]));
        var request = rig.request("/api/blobs/" + DIGEST).method("HEAD", BodyPublishers.noBody());
        HttpResponse<String> answer = rig.send(request.build());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(upstream.lastChat().method()).isEqualTo("HEAD");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "sha256:0a", "..%2f..%2fversion", "md5:0a0a"})
  void takesNothingElseForABlob(String name) {
    try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OLLAMA);
        Rig rig = Rig.over(upstream.config())) {
      HttpResponse<String> answer = rig.post("/api/blobs/" + name, "x");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(upstream.chats()).isZero();
    }
  }

  @Test
  void passesABlobWhileItComesAndBeyondTheLimitOfBodies() {
    long size = 80L << 20;
    try (RawOllama ollama = new RawOllama();
        Rig rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()));
        RawClient raw = new RawClient(rig.gateway.port())) {
      raw.send(head(rig, "POST /api/blobs/" + DIGEST, size));
      byte[] piece = new byte[1 << 20];
      raw.send(piece);
      Wait.until(
          "the first piece has arrived",
          () -> ollama.received.get() >= piece.length / 2,
          Duration.ofSeconds(30));
      for (long sent = piece.length; sent < size; sent += piece.length) {
        raw.send(piece);
      }
      assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 201");
      assertThat(ollama.received.get()).isEqualTo(size);
    }
  }

  @Test
  void breaksAnUploadOffWithItsClient() throws Exception {
    try (RawOllama ollama = new RawOllama();
        Rig rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()))) {
      try (RawClient raw = new RawClient(rig.gateway.port())) {
        raw.send(head(rig, "POST /api/blobs/" + DIGEST, 1 << 20));
        raw.send(new byte[256 << 10]);
        Wait.until(
            "something has arrived", () -> ollama.received.get() > 0, Duration.ofSeconds(30));
      }
      assertThat(ollama.brokenOff.await(10, TimeUnit.SECONDS)).isTrue();
      rig.settled();
    }
  }
}
