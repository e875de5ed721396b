// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.http.HttpAnswers;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.http.HttpRequest;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OpenAI-compatible server whose answers each test writes byte by byte. */
final class ScriptedOpenAi implements AutoCloseable {
  static final Secret KEY = Secret.of("sk-upstream-key-of-the-tests");
  static final String MODEL = "vendor/large:v1";

  private final WatchedHttpServer server;
  private final List<HttpRequest> chats = new CopyOnWriteArrayList<>();
  private final Map<String, HttpAnswers> others = new ConcurrentHashMap<>();
  private final List<HttpRequest> otherCalls = new CopyOnWriteArrayList<>();
  private volatile HttpAnswers chatAnswer = call -> call.json(500, "{}");
  private volatile HttpAnswers modelsAnswer =
      call ->
          call.json(
              200,
              "{\"object\":\"list\",\"data\":[{\"id\":\"%s\",\"object\":\"model\",\"created\":17,\"owned_by\":\"vendor\"}]}"
                  .formatted(MODEL));

  ScriptedOpenAi() {
    server =
        WatchedHttpServer.onPort(
            0,
            call -> {
              switch (call.request().method() + " " + call.request().path()) {
                case "GET /v1/models" -> modelsAnswer.answer(call);
                case "POST /v1/chat/completions" -> {
                  chats.add(call.request());
                  chatAnswer.answer(call);
                }
                default -> other(call);
              }
            });
  }

  /** Answers every POST to another path so. */
  ScriptedOpenAi on(String path, HttpAnswers answer) {
    others.put(path, answer);
    return this;
  }

  /** The requests to such a path, in order. */
  List<HttpRequest> calls(String path) {
    return otherCalls.stream().filter(call -> call.path().equals(path)).toList();
  }

  private void other(HttpCall call) throws IOException, InterruptedException {
    HttpAnswers answer = others.get(call.request().path());
    if (answer == null) {
      call.json(404, "{}");
      return;
    }
    otherCalls.add(call.request());
    answer.answer(call);
  }

  /** Answers every chat so. */
  ScriptedOpenAi chat(HttpAnswers answer) {
    chatAnswer = answer;
    return this;
  }

  /** Answers the question for models so. */
  ScriptedOpenAi models(HttpAnswers answer) {
    modelsAnswer = answer;
    return this;
  }

  /** Streams these texts as they are, each as a write of its own. */
  ScriptedOpenAi streams(String... texts) {
    return chat(call -> {
      call.begin(200, "text/event-stream");
      for (String text : texts) {
        call.write(text);
      }
      call.end();
    });
  }

  UpstreamConfig.OpenAiCompatible upstream() {
    return new UpstreamConfig.OpenAiCompatible("cloud", server.uri(), KEY);
  }

  WatchedHttpServer server() {
    return server;
  }

  HttpRequest lastChat() {
    return chats.getLast();
  }

  JsonNode lastBody() {
    return Rig.json(lastChat().text());
  }

  int chatCount() {
    return chats.size();
  }

  /** One event of a stream with this delta. */
  static String event(String delta, String finishReason) {
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":17,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
        .formatted(delta, finishReason);
  }

  @Override
  public void close() {
    server.close();
  }
}
