// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.http.HttpAnswers;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.http.HttpRequest;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A provider that answers every chat with bytes that a test gives it. */
final class ScriptedUpstream implements AutoCloseable {
  static final Secret KEY = Secret.of("sk-upstream-key-of-the-tests");

  private final Kind kind;
  private final WatchedHttpServer server;
  private final List<HttpRequest> chats = new CopyOnWriteArrayList<>();
  private volatile HttpAnswers answer = call -> call.json(500, "{}");

  /** What the provider speaks. */
  enum Kind {
    OPENAI("gpt-5-mini", "/v1/models", "{\"data\":[{\"id\":\"%s\",\"created\":17}]}"),
    OLLAMA(
        "qwen3:8b",
        "/api/tags",
        "{\"models\":[{\"name\":\"%s\",\"capabilities\":[\"completion\",\"tools\",\"thinking\"]}]}"),
    ANTHROPIC(
        "claude-sonnet-5",
        "/v1/models",
        "{\"data\":[{\"type\":\"model\",\"id\":\"%s\",\"created_at\":\"2026-02-19T00:00:00Z\"}],\"has_more\":false}"),
    GEMINI(
        "gemini-3-pro",
        "/v1beta/models",
        "{\"models\":[{\"name\":\"models/%s\",\"supportedGenerationMethods\":[\"generateContent\"]}]}"),
    COHERE(
        "command-a-03-2025",
        "/v1/models",
        "{\"models\":[{\"name\":\"%s\",\"endpoints\":[\"chat\"]}]}"),
    PERPLEXITY(
        "openai/gpt-5-mini",
        "/v1/models",
        "{\"object\":\"list\",\"data\":[{\"id\":\"%s\",\"object\":\"model\",\"created\":0,\"owned_by\":\"openai\"}]}");

    final String model;
    private final String modelsPath;
    private final String models;

    Kind(String model, String modelsPath, String models) {
      this.model = model;
      this.modelsPath = modelsPath;
      this.models = models;
    }

    /** The list of models with this one in it. */
    String models(String id) {
      return models.formatted(id);
    }

    String lower() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  ScriptedUpstream(Kind kind) {
    this.kind = kind;
    this.server = WatchedHttpServer.onPort(0, this::serve);
  }

  /** What it speaks. */
  Kind kind() {
    return kind;
  }

  /** How the gateway is told of it. */
  UpstreamConfig config() {
    return switch (kind) {
      case OPENAI -> new UpstreamConfig.OpenAiCompatible("up", server.uri(), KEY);
      case OLLAMA -> new UpstreamConfig.Ollama("up", server.uri(), KEY);
      case ANTHROPIC -> new UpstreamConfig.Anthropic("up", server.uri(), KEY);
      case GEMINI -> cloud(UpstreamConfig.Api.GEMINI);
      case COHERE -> cloud(UpstreamConfig.Api.COHERE);
      case PERPLEXITY -> cloud(UpstreamConfig.Api.PERPLEXITY);
    };
  }

  private UpstreamConfig cloud(UpstreamConfig.Api api) {
    return new UpstreamConfig.Cloud(api, "up", server.uri(), KEY, List.of());
  }

  /** Answers every chat so. */
  void answer(HttpAnswers next) {
    answer = next;
  }

  /** Answers every chat with a recorded answer. */
  void answer(Recorded recorded) {
    answer =
        call -> {
          if (recorded.status() != 200) {
            call.reply(
                recorded.status(),
                Map.of("Content-Type", recorded.contentType()),
                recorded.body().getBytes(StandardCharsets.UTF_8));
            return;
          }
          call.begin(200, recorded.contentType());
          for (String frame : recorded.frames()) {
            call.write(frame);
          }
          if (recorded.cut()) {
            call.drop();
          } else {
            call.end();
          }
        };
  }

  /** The last chat. */
  HttpRequest lastChat() {
    return chats.getLast();
  }

  /** How many chats came. */
  int chats() {
    return chats.size();
  }

  private void serve(HttpCall call) throws IOException, InterruptedException {
    if (call.request().method().equals("GET")) {
      boolean known = call.request().path().equals(kind.modelsPath);
      call.json(known ? 200 : 404, known ? kind.models.formatted(kind.model) : "{}");
      return;
    }
    chats.add(call.request());
    answer.answer(call);
  }

  @Override
  public void close() {
    server.close();
  }
}
