// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.api.anthropic.CountTokensEndpoint;
import dev.wheelhouse.gateway.api.anthropic.MessagesEndpoint;
import dev.wheelhouse.gateway.api.embedding.OllamaEmbedEndpoint;
import dev.wheelhouse.gateway.api.embedding.OllamaEmbeddingsEndpoint;
import dev.wheelhouse.gateway.api.embedding.OpenAiEmbeddingsEndpoint;
import dev.wheelhouse.gateway.api.ollama.GenerateEndpoint;
import dev.wheelhouse.gateway.api.ollama.OllamaChatEndpoint;
import dev.wheelhouse.gateway.api.ollama.PsEndpoint;
import dev.wheelhouse.gateway.api.ollama.RootEndpoint;
import dev.wheelhouse.gateway.api.ollama.ShowEndpoint;
import dev.wheelhouse.gateway.api.ollama.TagsEndpoint;
import dev.wheelhouse.gateway.api.ollama.VersionEndpoint;
import dev.wheelhouse.gateway.api.openai.ChatCompletionsEndpoint;
import dev.wheelhouse.gateway.api.openai.CompletionsEndpoint;
import dev.wheelhouse.gateway.api.openai.ModelEndpoint;
import dev.wheelhouse.gateway.api.openai.ModelsEndpoint;
import dev.wheelhouse.gateway.api.responses.KeptResponseEndpoint;
import dev.wheelhouse.gateway.api.responses.ResponsesEndpoint;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.route.Catalogue;
import dev.wheelhouse.gateway.route.ChatRelay;
import dev.wheelhouse.gateway.route.Upstreams;
import java.util.List;

/** What clients of every dialect ask for. */
final class DialectEndpoints {
  private DialectEndpoints() {}

  /** All of them. */
  static List<Endpoint> all(
      ChatRelay relay,
      ModelRequests requests,
      Catalogue catalogue,
      Upstreams upstreams,
      Json json) {
    return List.of(
        new ChatCompletionsEndpoint(relay, requests),
        new OpenAiEmbeddingsEndpoint(relay, requests),
        new CompletionsEndpoint(relay, requests),
        new ResponsesEndpoint(relay, requests),
        new KeptResponseEndpoint(),
        new ModelsEndpoint(catalogue),
        new ModelEndpoint(catalogue),
        new OllamaChatEndpoint(relay, requests),
        new OllamaEmbedEndpoint(relay, requests),
        new OllamaEmbeddingsEndpoint(relay, requests),
        new GenerateEndpoint(relay, requests),
        new MessagesEndpoint(relay, requests),
        new CountTokensEndpoint(relay, requests),
        new TagsEndpoint(catalogue),
        new ShowEndpoint(catalogue, json),
        new PsEndpoint(catalogue),
        new VersionEndpoint(upstreams),
        new RootEndpoint());
  }
}
