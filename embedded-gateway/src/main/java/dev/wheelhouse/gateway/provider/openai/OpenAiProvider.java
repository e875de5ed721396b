// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.openai;

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
import dev.wheelhouse.gateway.json.JsonEdit;
import dev.wheelhouse.gateway.provider.CloudProvider;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.Response;

/** Any server that speaks {@code /v1/chat/completions} (openai-openapi, openapi.yaml). */
public final class OpenAiProvider extends CloudProvider {
  private static final byte[] DONE_FRAME = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final String ASK_FOR_USAGE = "\"stream_options\":{\"include_usage\":true}";
  private static final String VERSION = "/v1";
  private static final String CHAT = "/chat/completions";
  private static final String COMPLETIONS = "/completions";

  private final OpenAiQuirks quirks;

  /** A server; with no configured models it is asked for them. */
  public OpenAiProvider(HttpUpstream http, List<String> configuredModels) {
    super(http, configuredModels);
    this.quirks = OpenAiQuirks.of(http.base().host());
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
  protected List<ModelInfo> discovered() throws ApiFailure {
    String path = http.base().path();
    String other =
        path.endsWith(VERSION)
            ? path.substring(0, path.length() - VERSION.length())
            : path + VERSION;
    return listed(http.find("/models", "data", other), "id");
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
        OpenAiEventReader answer = new OpenAiEventReader(http, !wantsUsage(call));
        readEvents(response, route.dialect(), call, answer, frames);
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
    byte[] body = Json.bytes(OpenAiRequestWriter.write(request, model, quirks));
    return new Route(Dialect.OPENAI, CHAT, body);
  }

  @Override
  public EmbeddingAnswer embed(EmbeddingCall call) throws ApiFailure, ClientGone {
    return new OpenAiEmbeddings(http).run(call);
  }

  @Override
  protected byte[] endFrame() {
    return DONE_FRAME.clone();
  }

  private void readWhole(Response response, Dialect dialect, Call call, FrameHandler frames)
      throws ApiFailure, ClientGone {
    byte[] bytes = http.wholeBody(response, call.scope());
    Optional<List<ChatEvent>> known = WholeText.read(http.json(), bytes);
    List<ChatEvent> found =
        known.isPresent()
            ? known.get()
            : new OpenAiEventReader(http, false).readWhole(parsed(bytes));
    frames.accept(new Frame(dialect, bytes, found));
  }

  private static boolean wantsUsage(Call call) {
    return call.inbound().body().path("stream_options").path("include_usage").asBoolean(false);
  }

  private byte[] passedOn(Call call) {
    boolean askForUsage = quirks.asksForUsage() && call.inbound().stream() && !wantsUsage(call);
    if (!askForUsage) {
      return call.passedOn();
    }
    if (!call.inbound().body().has("stream_options")) {
      Optional<byte[]> asking = JsonEdit.withFirst(call.passedOn(), ASK_FOR_USAGE);
      if (asking.isPresent()) {
        return asking.get();
      }
    }
    ObjectNode body = call.inbound().body().deepCopy().put("model", call.model().id());
    body.withObjectProperty("stream_options").put("include_usage", true);
    return Json.bytes(body);
  }

  @Override
  protected ModelInfo model(String id, ObjectNode entry) {
    Instant created = Instant.ofEpochSecond(entry.path("created").asLong(0));
    return new ModelInfo(id, created, Json.text(entry, "owned_by"), Set.of(), entry);
  }
}
