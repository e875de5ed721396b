// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.perplexity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.provider.CallMemory;
import dev.wheelhouse.gateway.provider.CloudProvider;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import okhttp3.Response;

/**
 * Perplexity over its Agent API (docs.perplexity.ai), which took the place of its chat completions:
 * a chat is asked as a response.
 */
public final class PerplexityProvider extends CloudProvider {
  private static final List<String> PRESETS = List.of("fast", "low", "medium", "high", "xhigh");

  private final CallMemory memory = new CallMemory();

  /** A server; with no configured models it is asked for them. */
  public PerplexityProvider(HttpUpstream http, List<String> configuredModels) {
    super(http, configuredModels);
  }

  @Override
  public String family() {
    return "perplexity";
  }

  @Override
  public Dialect dialect() {
    return Dialect.FOREIGN;
  }

  /** Presets are in no list, and need no key to be known. */
  @Override
  protected List<ModelInfo> discovered() throws ApiFailure {
    List<ModelInfo> models = new ArrayList<>(listed(http.get("/v1/models").path("data"), "id"));
    PRESETS.forEach(preset -> models.add(model(preset, Json.newObject().put("id", preset))));
    return models;
  }

  @Override
  protected ModelInfo model(String id, ObjectNode entry) {
    String owner = Json.text(entry, "owned_by");
    return new ModelInfo(
        id, Instant.EPOCH, owner.isEmpty() ? "perplexity" : owner, Set.of(), entry);
  }

  @Override
  public void chat(Call call, FrameHandler frames) throws ApiFailure, ClientGone {
    byte[] body =
        Json.bytes(
            PerplexityRequestWriter.write(call.inbound().neutral(), call.model().id(), memory));
    try (Response response = http.post("/v1/responses", body, "text/event-stream", call.scope())) {
      PerplexityEventReader answer = new PerplexityEventReader(http, memory);
      readEvents(response, Dialect.FOREIGN, call, answer, frames);
    }
  }
}
