// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.chat.BarePrompt;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.embedding.EmbeddingAnswer;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import dev.wheelhouse.gateway.upstream.SseReader;
import dev.wheelhouse.gateway.upstream.UpstreamFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import okhttp3.Response;

/** Any server that speaks {@code /v1/chat/completions} (openai-openapi, openapi.yaml). */
public final class OpenAiProvider implements Provider {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE_FRAME = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};
  private static final String CHAT = "/chat/completions";
  private static final String COMPLETIONS = "/completions";

  private final HttpUpstream http;
  private final Secret key;
  private final List<String> configuredModels;

  /** A server; with no configured models it is asked for them. */
  public OpenAiProvider(HttpUpstream http, Secret key, List<String> configuredModels) {
    this.http = http;
    this.key = key;
    this.configuredModels = List.copyOf(configuredModels);
  }

  @Override
  public String name() {
    return http.name();
  }

  @Override
  public String family() {
    return "openai";
  }

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI;
  }

  @Override
  public boolean speaks(Dialect other) {
    return other == Dialect.OPENAI || other == Dialect.OPENAI_COMPLETIONS;
  }

  @Override
  public String address() {
    return http.base().display();
  }

  @Override
  public boolean discovers() {
    return configuredModels.isEmpty();
  }

  @Override
  public List<ModelInfo> models() throws ApiFailure {
    List<ModelInfo> models = new ArrayList<>();
    if (!discovers()) {
      configuredModels.forEach(id -> models.add(model(id, Json.newObject().put("id", id))));
      return models;
    }
    for (JsonNode entry : http.get("/models").path("data")) {
      String id = Json.text(entry, "id");
      if (!id.isEmpty() && entry instanceof ObjectNode object) {
        models.add(model(id, object));
      }
    }
    return models;
  }

  @Override
  public void chat(Call call, FrameHandler frames) throws ApiFailure, ClientGone {
    Route route = route(call);
    boolean whole = speaks(call.inbound().dialect()) && !call.inbound().stream();
    String accept = whole ? "application/json" : "text/event-stream";
    try (Response response = http.post(route.path(), route.body(), accept, call.scope())) {
      if (whole) {
        readWhole(response, route.dialect(), call, frames);
      } else {
        requireEventStream(response);
        readEvents(response, route.dialect(), call, frames);
      }
    }
  }

  /** Which path a chat takes, and with which body. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once
  private record Route(Dialect dialect, String path, byte[] body) {}

  private Route route(Call call) throws ApiFailure {
    return switch (call.inbound().dialect()) {
      case OPENAI -> new Route(Dialect.OPENAI, CHAT, passedOn(call));
      case OPENAI_COMPLETIONS -> new Route(Dialect.OPENAI_COMPLETIONS, COMPLETIONS, passedOn(call));
      case OLLAMA, OLLAMA_GENERATE, ANTHROPIC, OPENAI_RESPONSES, FOREIGN -> translated(call);
    };
  }

  private Route translated(Call call) throws ApiFailure {
    ChatRequest request = call.inbound().neutral();
    String model = call.model().id();
    BarePrompt bare = request.bare();
    if (bare != null && !bare.likeChat()) {
      byte[] body = Json.bytes(OpenAiRequestWriter.completion(request, bare, model));
      return new Route(Dialect.OPENAI_COMPLETIONS, COMPLETIONS, body);
    }
    byte[] body = Json.bytes(OpenAiRequestWriter.write(request, model, maxTokensField()));
    return new Route(Dialect.OPENAI, CHAT, body);
  }

  @Override
  public EmbeddingAnswer embed(EmbeddingCall call) throws ApiFailure, ClientGone {
    return new OpenAiEmbeddings(http).run(call);
  }

  private void readEvents(Response response, Dialect dialect, Call call, FrameHandler frames)
      throws ApiFailure, ClientGone {
    OpenAiEventReader events = new OpenAiEventReader();
    boolean hideUsage = !wantsUsage(call);
    try {
      var reader = new SseReader(response.body().byteStream(), call.scope());
      for (byte[] frame = reader.next(); frame != null; frame = reader.next()) {
        byte[] data = SseReader.data(frame);
        if (Arrays.equals(data, DONE)) {
          frames.accept(new Frame(dialect, frame, List.of()));
          requireFinish(events);
          return;
        }
        if (data.length == 0) {
          frames.accept(new Frame(dialect, frame, List.of())); // a comment
          continue;
        }
        ObjectNode object = parsed(data);
        List<ChatEvent> found = events.readChunk(object);
        // clients that did not ask index choices[0], which this chunk does not have
        boolean hidden = hideUsage && object.path("choices").isEmpty() && object.has("usage");
        frames.accept(new Frame(dialect, hidden ? NOTHING : frame, found));
      }
    } catch (IOException e) {
      throw http.broken(call.scope(), e);
    }
    requireFinish(events);
    // some servers end without the mark; the client still gets it
    frames.accept(new Frame(dialect, DONE_FRAME, List.of()));
  }

  private void requireFinish(OpenAiEventReader events) throws ApiFailure {
    if (!events.finished()) {
      throw UpstreamFailures.brokenOff(name(), "the stream ended without a finish reason");
    }
  }

  private void readWhole(Response response, Dialect dialect, Call call, FrameHandler frames)
      throws ApiFailure, ClientGone {
    byte[] bytes = http.wholeBody(response, call.scope());
    OpenAiEventReader events = new OpenAiEventReader();
    List<ChatEvent> found = events.readWhole(parsed(bytes));
    frames.accept(new Frame(dialect, bytes, found));
  }

  private void requireEventStream(Response response) throws ApiFailure {
    String type = response.header("Content-Type", "");
    if (type != null && type.startsWith("text/event-stream")) {
      return;
    }
    // an error may come with status 200 as plain JSON
    try {
      throw reportedOr(parsed(response.peekBody(64 << 10).bytes()));
    } catch (IOException e) {
      throw UpstreamFailures.brokenOff(name(), String.valueOf(e.getMessage()));
    }
  }

  private ApiFailure reportedOr(ObjectNode body) {
    return UpstreamFailures.brokenOff(
        name(),
        "it was asked for a stream and sent " + (body.isEmpty() ? "nothing" : "something else"));
  }

  private ObjectNode parsed(byte[] data) throws ApiFailure {
    ObjectNode object;
    try {
      object = http.json().object(data);
    } catch (JsonFault e) {
      throw UpstreamFailures.brokenOff(name(), "a piece of the answer is no JSON object");
    }
    if (object.path("error").isObject() || object.path("error").isTextual()) {
      throw UpstreamFailures.reported(name(), UpstreamFailures.message(object), key);
    }
    return object;
  }

  private static boolean wantsUsage(Call call) {
    return call.inbound().body().path("stream_options").path("include_usage").asBoolean(false);
  }

  private static byte[] passedOn(Call call) {
    boolean askForUsage = call.inbound().stream() && !wantsUsage(call);
    if (call.modelNamedAsUpstream() && !askForUsage) {
      return call.inbound().request().raw();
    }
    ObjectNode body = call.inbound().body().deepCopy().put("model", call.model().id());
    if (askForUsage) {
      body.withObjectProperty("stream_options").put("include_usage", true);
    }
    return Json.bytes(body);
  }

  /** OpenAI's own newer models refuse the old name, and other servers may not know the new one. */
  private String maxTokensField() {
    return http.base().host().equals("api.openai.com") ? "max_completion_tokens" : "max_tokens";
  }

  private static ModelInfo model(String id, ObjectNode entry) {
    Instant created = Instant.ofEpochSecond(entry.path("created").asLong(0));
    return new ModelInfo(id, created, Json.text(entry, "owned_by"), Set.of(), entry);
  }
}
