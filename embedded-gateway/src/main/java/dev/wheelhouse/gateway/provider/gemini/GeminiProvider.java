// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.embedding.EmbeddingAnswer;
import dev.wheelhouse.gateway.embedding.EmbeddingRequest;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.provider.CallMemory;
import dev.wheelhouse.gateway.provider.CloudProvider;
import dev.wheelhouse.gateway.provider.EmbeddingCalls;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import okhttp3.Response;

/**
 * Gemini over {@code generateContent} (ai.google.dev/api). The key goes in a header, never in the
 * address, which ends up in logs.
 */
public final class GeminiProvider extends CloudProvider {
  private static final String MODELS = "models/";

  private final CallMemory memory = new CallMemory();

  /** A server; with no configured models it is asked for them. */
  public GeminiProvider(HttpUpstream http, List<String> configuredModels) {
    super(http, configuredModels);
  }

  @Override
  public String family() {
    return "gemini";
  }

  @Override
  public Dialect dialect() {
    return Dialect.FOREIGN;
  }

  @Override
  protected List<ModelInfo> discovered() throws ApiFailure {
    List<ModelInfo> models = new ArrayList<>();
    for (JsonNode entry : http.get("/models?pageSize=1000").path("models")) {
      String name = Json.text(entry, "name");
      if (!name.isEmpty() && entry instanceof ObjectNode object) {
        models.add(model(plain(name), object));
      }
    }
    return models;
  }

  @Override
  protected ModelInfo model(String id, ObjectNode entry) {
    return new ModelInfo(id, Instant.EPOCH, "google", Set.of(), entry);
  }

  @Override
  public void chat(Call call, FrameHandler frames) throws ApiFailure, ClientGone {
    String model = call.model().id();
    byte[] body = Json.bytes(GeminiRequestWriter.write(call.inbound().neutral(), model, memory));
    String path = path(model) + ":streamGenerateContent?alt=sse";
    try (Response response = http.post(path, body, "text/event-stream", call.scope())) {
      readEvents(response, Dialect.FOREIGN, call, new GeminiEventReader(http, memory), frames);
    }
  }

  @Override
  public EmbeddingAnswer embed(EmbeddingCall call) throws ApiFailure, ClientGone {
    EmbeddingRequest request = call.inbound().neutral();
    String model = call.model().id();
    if (request.inputs().size() == 1) {
      byte[] body = Json.bytes(embedding(request, request.inputs().getFirst(), model));
      return EmbeddingCalls.post(http, path(model) + ":embedContent", body, call, false);
    }
    ObjectNode all = Json.newObject();
    ArrayNode requests = all.putArray("requests");
    request.inputs().forEach(text -> requests.add(embedding(request, text, model)));
    byte[] body = Json.bytes(all);
    return EmbeddingCalls.post(http, path(model) + ":batchEmbedContents", body, call, false);
  }

  private static ObjectNode embedding(EmbeddingRequest request, String text, String model) {
    ObjectNode body = Json.newObject().put("model", resource(model));
    body.putObject("content").putArray("parts").addObject().put("text", text);
    if (request.dimensions() != null) {
      body.set("outputDimensionality", request.dimensions());
    }
    return body;
  }

  /** Lists name models with their folder, which people leave out. */
  private static String plain(String name) {
    return name.startsWith(MODELS) ? name.substring(MODELS.length()) : name;
  }

  private static String resource(String model) {
    return model.indexOf('/') < 0 ? MODELS + model : model;
  }

  private static String path(String model) {
    StringBuilder path = new StringBuilder();
    for (String segment : resource(model).split("/", -1)) {
      String safe = URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
      path.append('/').append(segment.matches("\\.{1,2}") ? "%2E" : safe);
    }
    return path.toString();
  }
}
