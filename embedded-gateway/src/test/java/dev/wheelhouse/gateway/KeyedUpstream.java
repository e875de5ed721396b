// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.credential.UpstreamKey;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.http.HttpAnswers;
import dev.wheelhouse.testing.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OpenAI-compatible upstream with the keys one, two and three; each is answered on its own. */
final class KeyedUpstream implements AutoCloseable {
  final ScriptedOpenAi server = new ScriptedOpenAi();
  private final Map<String, HttpAnswers> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  KeyedUpstream() {
    HttpAnswers byKey = this::answer;
    server.chat(byKey).on("/v1/embeddings", byKey);
  }

  private void answer(HttpCall call) throws java.io.IOException, InterruptedException {
    String label = label(call);
    asked.add(label);
    answers.getOrDefault(label, PoolRig.answering("with " + label)).answer(call);
  }

  /** The label of the key that a request carries; {@code none} for any other. */
  static String label(HttpCall call) {
    String sent =
        call.request()
            .headers()
            .first("authorization")
            .or(() -> call.request().headers().first("x-api-key"))
            .or(() -> call.request().headers().first("x-goog-api-key"))
            .orElse("");
    return List.of("one", "two", "three").stream()
        .filter(label -> sent.endsWith(secret(label)))
        .findFirst()
        .orElse("none");
  }

  /** The characters of a key. */
  static String secret(String label) {
    return "sk-" + new StringBuilder(label).reverse() + "-Zq83jd02kfnWm5";
  }

  /** These keys in this order. */
  static List<UpstreamKey> keys(String... labels) {
    return java.util.Arrays.stream(labels)
        .map(label -> new UpstreamKey(label, Secret.of(secret(label))))
        .toList();
  }

  /** The upstream with these keys and the one model m. */
  UpstreamConfig config(String name, String... labels) {
    return PoolRig.config(name, server).withKeys(keys(labels));
  }

  /** Answers every request that carries this key so. */
  KeyedUpstream with(String label, HttpAnswers answer) {
    answers.put(label, answer);
    return this;
  }

  /** Answers as a script of its own no more. */
  void wellAgain(String label) {
    answers.remove(label);
  }

  /** The keys of all requests so far, in order. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /** Asks to wait so many seconds. */
  static HttpAnswers limited(int seconds) {
    return call ->
        call.reply(
            429,
            Map.of("Content-Type", "application/json", "Retry-After", String.valueOf(seconds)),
            "{\"error\":{\"message\":\"slow down\"}}".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
  }
}
