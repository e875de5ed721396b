// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.ollama.Completion.Turn;
import dev.wheelhouse.testing.ollama.Completion.Wish;
import dev.wheelhouse.testing.ollama.ModelStore.Stored;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The routes that make text and vectors: chat, generate, embed, embeddings. */
final class GenerationRoutes {
  private final ModelStore store;
  private final LoadedModels loaded;
  private final Duration keepAlive;

  GenerationRoutes(ModelStore store, LoadedModels loaded, Duration keepAlive) {
    this.store = store;
    this.loaded = loaded;
    this.keepAlive = keepAlive;
  }

  void chat(HttpCall call, RecordedCall record, JsonNode body)
      throws IOException, InterruptedException {
    answer(call, record, body, AnswerShape.CHAT, chatTurns(body));
  }

  void generate(HttpCall call, RecordedCall record, JsonNode body)
      throws IOException, InterruptedException {
    List<Turn> turns = new ArrayList<>();
    String system = body.path("system").asText("");
    if (!system.isEmpty()) {
      turns.add(new Turn("system", system));
    }
    String prompt = body.path("prompt").asText("");
    if (prompt.isEmpty()) {
      turns.clear();
    } else {
      turns.add(new Turn("user", prompt));
    }
    answer(call, record, body, AnswerShape.GENERATE, turns);
  }

  void embed(HttpCall call, JsonNode body) throws IOException {
    long started = System.nanoTime();
    Stored model = use(body);
    List<String> inputs = inputs(body.path("input"));
    int length = model.kind().embeddingLength();
    int wanted = body.path("dimensions").asInt(0);
    ObjectNode answer = Json.object().put("model", body.path("model").asText());
    ArrayNode embeddings = answer.putArray("embeddings");
    for (String input : inputs) {
      double[] vector = Embeddings.of(input, length);
      if (wanted > 0 && wanted < length) {
        vector = Embeddings.normalised(vector, wanted);
      }
      addAll(embeddings.addArray(), vector);
    }
    answer.put("total_duration", Math.max(1, System.nanoTime() - started)).put("load_duration", 1L);
    int tokens = inputs.stream().mapToInt(input -> Answerer.tokens(input).size()).sum();
    call.json(200, Json.write(answer.put("prompt_eval_count", tokens)));
  }

  void embeddings(HttpCall call, JsonNode body) throws IOException {
    Stored model = use(body);
    ObjectNode answer = Json.object();
    ArrayNode embedding = answer.putArray("embedding");
    String prompt = body.path("prompt").asText("");
    if (!prompt.isEmpty()) {
      addAll(embedding, Embeddings.of(prompt, model.kind().embeddingLength()));
    }
    call.json(200, Json.write(answer));
  }

  private void answer(
      HttpCall call, RecordedCall record, JsonNode body, AnswerShape shape, List<Turn> turns)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    String model = ModelRoutes.modelOf(body);
    Stored stored = ModelRoutes.find(store, model);
    if (turns.isEmpty() && keepAlive(body).isZero()) {
      loaded.unload(stored);
      call.json(200, Json.write(shape.empty(model, "unload")));
      return;
    }
    checkCapabilities(stored.kind(), model, body, shape);
    loaded.use(stored, keepAlive(body));
    if (turns.isEmpty()) {
      call.json(200, Json.write(shape.empty(model, "load")));
      return;
    }
    Completion completion = Answerer.answer(wish(body, stored.kind(), turns));
    AnswerStream stream = new AnswerStream(call, record, shape, model, started);
    stream.send(completion, body.path("stream").asBoolean(true));
  }

  private static void checkCapabilities(
      ModelKind kind, String model, JsonNode body, AnswerShape shape) {
    if (!kind.can("completion")) {
      throw new Refused(400, Json.quote(model) + " does not support " + shape.word());
    }
    if (body.path("tools").size() > 0 && !kind.can("tools")) {
      String name = ModelName.parse(model).orElseThrow().display();
      throw new Refused(400, "registry.ollama.ai/library/" + name + " does not support tools");
    }
    if (thinkWanted(body).orElse(false) && !kind.can("thinking")) {
      throw new Refused(400, Json.quote(model) + " does not support thinking");
    }
  }

  private static Wish wish(JsonNode body, ModelKind kind, List<Turn> turns) {
    JsonNode options = body.path("options");
    List<String> stops = new ArrayList<>();
    JsonNode stop = options.path("stop");
    (stop.isTextual() ? List.of(stop) : stop).forEach(text -> stops.add(text.asText()));
    return new Wish(
        turns,
        body.path("tools").size() > 0,
        kind.can("thinking") && thinkWanted(body).orElse(true),
        !body.path("format").isMissingNode() && !body.path("format").asText("x").isEmpty(),
        options.has("num_predict")
            ? Optional.of(options.path("num_predict").asInt())
            : Optional.empty(),
        stops);
  }

  private static Optional<Boolean> thinkWanted(JsonNode body) {
    JsonNode think = body.path("think");
    if (think.isMissingNode() || think.isNull()) {
      return Optional.empty();
    }
    return Optional.of(think.isTextual() || think.asBoolean());
  }

  private static List<Turn> chatTurns(JsonNode body) {
    List<Turn> turns = new ArrayList<>();
    for (JsonNode message : body.path("messages")) {
      turns.add(new Turn(message.path("role").asText(), message.path("content").asText("")));
    }
    return turns;
  }

  private Stored use(JsonNode body) {
    Stored stored = ModelRoutes.find(store, ModelRoutes.modelOf(body));
    loaded.use(stored, keepAlive(body));
    return stored;
  }

  private Duration keepAlive(JsonNode body) {
    JsonNode wanted = body.path("keep_alive");
    try {
      return wanted.isMissingNode() || wanted.isNull() ? keepAlive : Json.duration(wanted);
    } catch (IllegalArgumentException e) {
      throw new Refused(400, String.valueOf(e.getMessage()));
    }
  }

  private static List<String> inputs(JsonNode input) {
    if (input.isTextual()) {
      return input.asText().isEmpty() ? List.of() : List.of(input.asText());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : input) {
      if (!text.isTextual()) {
        throw new Refused(400, "invalid input type");
      }
      texts.add(text.asText());
    }
    return texts;
  }

  private static void addAll(ArrayNode array, double[] vector) {
    for (double number : vector) {
      array.add((float) number);
    }
  }
}
