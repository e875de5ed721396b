// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Response;

/**
 * Ollama, always over its own {@code /api/chat}: its {@code /v1} drops context length and thinking
 * settings without a word (docs/api.md of Ollama).
 */
public final class OllamaProvider implements Provider {
  private static final String NDJSON = "application/x-ndjson";

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
    boolean same = call.sameDialectAs(Dialect.OLLAMA);
    boolean whole = same && !call.inbound().stream();
    byte[] body = same ? call.passedOn() : translated(call);
    try (Response response = http.post("/api/chat", body, NDJSON, call.scope())) {
      if (whole) {
        readWhole(response, call, frames);
      } else {
        readLines(response, call, frames);
      }
    }
  }

  @Override
  public EmbeddingAnswer embed(EmbeddingCall call) throws ApiFailure, ClientGone {
    return new OllamaEmbeddings(http).run(call);
  }

  private void readLines(Response response, Call call, FrameHandler frames)
      throws ApiFailure, ClientGone {
    OllamaEventReader events = new OllamaEventReader();
    try {
      var reader = new LineReader(response.body().byteStream(), call.scope());
      for (byte[] line = reader.next(); line != null; line = reader.next()) {
        if (isBlank(line)) {
          continue;
        }
        List<ChatEvent> found = events.read(parsed(line));
        frames.accept(new Frame(Dialect.OLLAMA, line, found));
        if (events.done()) {
          return;
        }
      }
    } catch (IOException e) {
      throw http.broken(call.scope(), e);
    }
    throw UpstreamFailures.brokenOff(name(), "the stream ended without \"done\"");
  }

  private void readWhole(Response response, Call call, FrameHandler frames)
      throws ApiFailure, ClientGone {
    byte[] bytes = http.wholeBody(response, call.scope());
    OllamaEventReader events = new OllamaEventReader();
    List<ChatEvent> found = events.read(parsed(bytes));
    if (!events.done()) {
      throw UpstreamFailures.brokenOff(name(), "the answer is not \"done\"");
    }
    frames.accept(new Frame(Dialect.OLLAMA, bytes, found));
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

  private byte[] translated(Call call) throws ApiFailure {
    ChatRequest request = call.inbound().neutral();
    ModelInfo model =
        request.effort() == Effort.UNSET ? call.model() : withCapabilities(call.model());
    return Json.bytes(OllamaRequestWriter.write(request, model));
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
