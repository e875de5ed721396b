// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.embedding.EmbeddingAnswer;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import dev.wheelhouse.gateway.upstream.LineReader;
import dev.wheelhouse.gateway.upstream.UpstreamFailures;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Response;

/**
 * Ollama, always over its own {@code /api/chat} and {@code /api/generate}: its {@code /v1} drops
 * context length and thinking settings without a word (docs/api.md of Ollama).
 */
public final class OllamaProvider implements Provider {
  private static final String NDJSON = "application/x-ndjson";
  private static final String CHAT = "/api/chat";
  private static final String GENERATE = "/api/generate";

  private final HttpUpstream http;
  private final Map<String, Set<String>> shown = new ConcurrentHashMap<>();

  /** An Ollama server. */
  public OllamaProvider(HttpUpstream http) {
    this.http = http;
  }

  @Override
  public String name() {
    return http.name();
  }

  @Override
  public String family() {
    return "ollama";
  }

  @Override
  public Dialect dialect() {
    return Dialect.OLLAMA;
  }

  @Override
  public boolean speaks(Dialect other) {
    return other == Dialect.OLLAMA || other == Dialect.OLLAMA_GENERATE;
  }

  @Override
  public String address() {
    return http.base().display();
  }

  @Override
  public boolean discovers() {
    return true;
  }

  @Override
  public String version() throws ApiFailure {
    return Json.text(http.get("/api/version"), "version");
  }

  @Override
  public List<ModelInfo> models() throws ApiFailure {
    List<ModelInfo> models = new ArrayList<>();
    for (JsonNode entry : http.get("/api/tags").path("models")) {
      String id = Json.text(entry, "name");
      if (!id.isEmpty() && entry instanceof ObjectNode object) {
        models.add(new ModelInfo(id, modified(entry), "", capabilities(entry), object));
      }
    }
    return models;
  }

  @Override
  public void chat(Call call, FrameHandler frames) throws ApiFailure, ClientGone {
    Route route = route(call);
    boolean whole = speaks(call.inbound().dialect()) && !call.inbound().stream();
    try (Response response = http.post(route.path(), route.body(), NDJSON, call.scope())) {
      if (whole) {
        readWhole(response, route.dialect(), call, frames);
      } else {
        readLines(response, route.dialect(), call, frames);
      }
    }
  }

  /** Which path a chat takes, and with which body. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once
  private record Route(Dialect dialect, String path, byte[] body) {}

  private Route route(Call call) throws ApiFailure {
    return switch (call.inbound().dialect()) {
      case OLLAMA -> new Route(Dialect.OLLAMA, CHAT, call.passedOn());
      case OLLAMA_GENERATE -> new Route(Dialect.OLLAMA_GENERATE, GENERATE, call.passedOn());
      case OPENAI, OPENAI_COMPLETIONS, OPENAI_RESPONSES, ANTHROPIC, FOREIGN -> translated(call);
    };
  }

  private Route translated(Call call) throws ApiFailure {
    ChatRequest request = call.inbound().neutral();
    ModelInfo model =
        request.effort() == Effort.UNSET ? call.model() : withCapabilities(call.model());
    return request.bare() == null
        ? new Route(Dialect.OLLAMA, CHAT, Json.bytes(OllamaRequestWriter.write(request, model)))
        : new Route(
            Dialect.OLLAMA_GENERATE,
            GENERATE,
            Json.bytes(OllamaRequestWriter.generate(request, request.bare(), model)));
  }

  @Override
  public Optional<ObjectNode> show(ModelInfo model, ObjectNode question) throws ApiFailure {
    ObjectNode own = question.deepCopy().put("model", model.id());
    own.remove("name"); // the field's older name
    return Optional.of(http.ask("/api/show", own));
  }

  @Override
  public List<ObjectNode> running() throws ApiFailure {
    List<ObjectNode> running = new ArrayList<>();
    for (JsonNode entry : http.get("/api/ps").path("models")) {
      if (entry instanceof ObjectNode object) {
        running.add(object);
      }
    }
    return running;
  }

  @Override
  public Optional<HttpUpstream> modelStore() {
    return http.base().onThisMachine() ? Optional.of(http) : Optional.empty();
  }

  @Override
  public EmbeddingAnswer embed(EmbeddingCall call) throws ApiFailure, ClientGone {
    return new OllamaEmbeddings(http).run(call);
  }

  private void readLines(Response response, Dialect dialect, Call call, FrameHandler frames)
      throws ApiFailure, ClientGone {
    OllamaEventReader events = new OllamaEventReader();
    try {
      var reader = new LineReader(response.body().byteStream(), call.scope());
      for (byte[] line = reader.next(); line != null; line = reader.next()) {
        if (isBlank(line)) {
          continue;
        }
        List<ChatEvent> found = events.read(parsed(line));
        frames.accept(new Frame(dialect, line, found));
        if (events.done()) {
          return;
        }
      }
    } catch (IOException e) {
      throw http.broken(call.scope(), e);
    }
    throw UpstreamFailures.brokenOff(name(), "the stream ended without \"done\"");
  }

  private void readWhole(Response response, Dialect dialect, Call call, FrameHandler frames)
      throws ApiFailure, ClientGone {
    byte[] bytes = http.wholeBody(response, call.scope());
    OllamaEventReader events = new OllamaEventReader();
    List<ChatEvent> found = events.read(parsed(bytes));
    if (!events.done()) {
      throw UpstreamFailures.brokenOff(name(), "the answer is not \"done\"");
    }
    frames.accept(new Frame(dialect, bytes, found));
  }

  private ObjectNode parsed(byte[] line) throws ApiFailure {
    ObjectNode object;
    try {
      object = http.json().object(line);
    } catch (JsonFault e) {
      throw UpstreamFailures.brokenOff(name(), "a line is no JSON object");
    }
    if (object.has("error")) {
      throw UpstreamFailures.reported(name(), UpstreamFailures.message(object));
    }
    return object;
  }

  /** Older versions leave the capabilities out of the list of models; then each is asked for. */
  private ModelInfo withCapabilities(ModelInfo model) {
    if (!model.capabilities().isEmpty()) {
      return model;
    }
    String version = model.id() + "@" + Json.text(model.entry(), "digest");
    Set<String> known = shown.get(version);
    if (known == null) {
      try {
        known = capabilities(http.ask("/api/show", Json.newObject().put("model", model.id())));
        shown.put(version, known);
      } catch (ApiFailure failure) {
        known = Set.of(); // then the chat itself tells what is wrong
      }
    }
    return new ModelInfo(model.id(), model.created(), model.owner(), known, model.entry());
  }

  private static Set<String> capabilities(JsonNode entry) {
    Set<String> found = new HashSet<>();
    entry.path("capabilities").forEach(node -> found.add(node.asText()));
    return found;
  }

  private static Instant modified(JsonNode entry) {
    try {
      return java.time.OffsetDateTime.parse(Json.text(entry, "modified_at")).toInstant();
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b > ' ' || b < 0) {
        return false;
      }
    }
    return true;
  }
}
