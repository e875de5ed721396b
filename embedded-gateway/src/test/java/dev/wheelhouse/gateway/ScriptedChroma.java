// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.testing.http.HttpAnswers;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.http.HttpRequest;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * As much of Chroma's interface as the gateway uses. It keeps one list of vectors and gives all of
 * the asked scope, in no order: which of them is near is for the gateway to say.
 */
final class ScriptedChroma implements AutoCloseable {
  private final WatchedHttpServer server = WatchedHttpServer.onPort(0, this::serve);
  private final Map<String, Vector> vectors = new LinkedHashMap<>();
  private final List<HttpRequest> calls = new CopyOnWriteArrayList<>();
  private volatile Optional<HttpAnswers> instead = Optional.empty();

  private record Vector(JsonNode numbers, JsonNode metadata) {}

  URI uri() {
    return server.uri();
  }

  /** Answers everything so from now on; empty: as Chroma does. */
  void instead(Optional<HttpAnswers> other) {
    instead = other;
  }

  /** What it was asked. */
  List<HttpRequest> calls() {
    return calls;
  }

  synchronized int count() {
    return vectors.size();
  }

  private void serve(HttpCall call) throws IOException, InterruptedException {
    calls.add(call.request());
    if (instead.isPresent()) {
      instead.get().answer(call);
      return;
    }
    JsonNode body = Rig.json(call.request().text());
    String path = call.request().path();
    if (path.endsWith("/collections")) {
      call.json(200, "{\"id\":\"c-1\",\"name\":%s}".formatted(body.path("name")));
      return;
    }
    call.json(200, answer(path.substring(path.lastIndexOf('/')), body).toString());
  }

  private synchronized ObjectNode answer(String path, JsonNode body) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    switch (path) {
      case "/upsert" ->
          vectors.put(
              body.at("/ids/0").asText(),
              new Vector(body.at("/embeddings/0"), body.at("/metadatas/0")));
      case "/delete" -> body.path("ids").forEach(id -> vectors.remove(id.asText()));
      case "/get" -> {
        ArrayNode ids = answer.putArray("ids");
        ArrayNode metadatas = answer.putArray("metadatas");
        vectors.entrySet().stream()
            .skip(body.path("offset").asInt())
            .limit(body.path("limit").asInt())
            .forEach(each -> {
              ids.add(each.getKey());
              metadatas.add(each.getValue().metadata());
            });
      }
      case "/query" -> {
        ArrayNode numbers = answer.putArray("embeddings").addArray();
        ArrayNode metadatas = answer.putArray("metadatas").addArray();
        String scope = body.at("/where/$and/0/scope/$eq").asText();
        vectors.values().stream()
            .filter(each -> each.metadata().path("scope").asText().equals(scope))
            .limit(body.path("n_results").asInt())
            .forEach(each -> {
              numbers.add(each.numbers());
              metadatas.add(each.metadata());
            });
      }
      default -> throw new IllegalStateException("no such path " + path);
    }
    return answer;
  }

  @Override
  public void close() {
    server.close();
  }
}
