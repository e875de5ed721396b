// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.provider.anthropic.AnthropicProvider;
import dev.wheelhouse.gateway.provider.ollama.OllamaProvider;
import dev.wheelhouse.gateway.provider.openai.OpenAiProvider;
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
    Provider provider =
        switch (config) {
          case UpstreamConfig.Ollama ollama ->
              new OllamaProvider(
                  new HttpUpstream(
                      ollama.name(),
                      withoutApiPath(base),
                      HttpUpstream.Access.bearer(ollama.bearer()),
                      json,
                      client));
          case UpstreamConfig.OpenAiCompatible openAi ->
              new OpenAiProvider(
                  new HttpUpstream(
                      openAi.name(),
                      withVersionPath(base),
                      HttpUpstream.Access.bearer(openAi.key()),
                      json,
                      client),
                  openAi.key(),
                  openAi.models());
          case UpstreamConfig.Anthropic anthropic ->
              new AnthropicProvider(
                  new HttpUpstream(
                      anthropic.name(),
                      belowVersionPath(base),
                      new HttpUpstream.Access(
                          anthropic.key(),
                          "x-api-key",
                          "",
                          Map.of("anthropic-version", ANTHROPIC_VERSION)),
                      json,
                      client),
                  anthropic.key(),
                  anthropic.models());
        };
    return new Upstream(provider, clock);
  }

  /** People paste Ollama's address with the path of either of its dialects. */
  private static BaseAddress withoutApiPath(BaseAddress base) {
    String path = base.path();
    for (String suffix : List.of("/v1", "/api")) {
      if (path.endsWith(suffix)) {
        return base.withPath(path.substring(0, path.length() - suffix.length()));
      }
    }
    return base;
  }

  /** Anthropic's own clients are given addresses without the version. */
  private static BaseAddress belowVersionPath(BaseAddress base) {
    return base.path().endsWith("/v1") ? base : base.withPath(base.path() + "/v1");
  }

  /** An address without any path means the usual one. */
  private static BaseAddress withVersionPath(BaseAddress base) {
    return base.path().isEmpty() ? base.withPath("/v1") : base;
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
