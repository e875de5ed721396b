// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.credential.KeyRing;
import dev.wheelhouse.gateway.credential.UpstreamKey;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.provider.anthropic.AnthropicProvider;
import dev.wheelhouse.gateway.provider.cohere.CohereProvider;
import dev.wheelhouse.gateway.provider.gemini.GeminiProvider;
import dev.wheelhouse.gateway.provider.ollama.OllamaProvider;
import dev.wheelhouse.gateway.provider.openai.OpenAiProvider;
import dev.wheelhouse.gateway.provider.perplexity.PerplexityProvider;
import dev.wheelhouse.gateway.route.Upstream;
import dev.wheelhouse.gateway.upstream.BaseAddress;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import dev.wheelhouse.gateway.upstream.UpstreamClient;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;

/** Makes upstreams from their configuration; one that did not change stays the same object. */
final class UpstreamFactory implements AutoCloseable {
  private static final String ANTHROPIC_VERSION = "2023-06-01";

  private final OkHttpClient client;
  private final Json json;
  private final Clock clock;
  private Map<UpstreamConfig, Upstream> known = Map.of();

  UpstreamFactory(GatewayLimits limits, Json json, Clock clock) {
    this.client = UpstreamClient.create(limits);
    this.json = json;
    this.clock = clock;
  }

  /** The upstreams, in the order given. */
  synchronized List<Upstream> create(List<UpstreamConfig> configs) {
    Map<UpstreamConfig, Upstream> next = new HashMap<>();
    for (UpstreamConfig config : configs) {
      Upstream present = known.get(config);
      next.put(config, present == null ? create(config) : present);
    }
    known = next;
    return configs.stream().map(next::get).toList();
  }

  private Upstream create(UpstreamConfig config) {
    BaseAddress base = BaseAddress.of(config.baseUri());
    if (KnownProvider.at(config.baseUri()).isPresent()) {
      base = base.onlyPublic();
    }
    List<UpstreamKey> several = config.keys();
    KeyRing keys = several.size() < 2 ? KeyRing.of(config.key()) : KeyRing.of(several, clock);
    return new Upstream(provider(config, base, keys), keys, clock);
  }

  private Provider provider(UpstreamConfig config, BaseAddress base, KeyRing keys) {
    HttpUpstream.Access bearer = HttpUpstream.Access.bearer(keys);
    return switch (config) {
      case UpstreamConfig.Ollama _ ->
          new OllamaProvider(http(config, Bases.without(base, "/v1", "/api"), bearer));
      case UpstreamConfig.OpenAiCompatible openAi ->
          new OpenAiProvider(
              http(config, Bases.openAi(base), bearer.with(headers(base))), openAi.models());
      case UpstreamConfig.Anthropic anthropic ->
          new AnthropicProvider(
              http(
                  config,
                  Bases.ending(base, "/v1"),
                  HttpUpstream.Access.header("x-api-key", keys)
                      .with(Map.of("anthropic-version", ANTHROPIC_VERSION))),
              anthropic.models());
      case UpstreamConfig.Cloud cloud -> cloud(cloud, base, bearer);
      case UpstreamConfig.WithKeys with -> provider(with.upstream(), base, keys);
    };
  }

  private Provider cloud(
      UpstreamConfig.Cloud config, BaseAddress base, HttpUpstream.Access bearer) {
    return switch (config.api()) {
      case GEMINI ->
          new GeminiProvider(
              http(
                  config,
                  Bases.ending(base, "/v1beta"),
                  HttpUpstream.Access.header("x-goog-api-key", bearer.keys())),
              config.models());
      case COHERE ->
          new CohereProvider(
              http(config, Bases.without(base, "/v1", "/v2"), bearer), config.models());
      case PERPLEXITY ->
          new PerplexityProvider(http(config, Bases.without(base, "/v1"), bearer), config.models());
    };
  }

  private HttpUpstream http(UpstreamConfig config, BaseAddress base, HttpUpstream.Access access) {
    return new HttpUpstream(config.name(), base, access, json, client);
  }

  /** OpenRouter names the application that asks in its statistics. */
  private static Map<String, String> headers(BaseAddress base) {
    return base.host().equals("openrouter.ai")
        ? Map.of("HTTP-Referer", "http://127.0.0.1", "X-Title", "Wheelhouse")
        : Map.of();
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
