// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.credential.UpstreamKey;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.gateway.upstream.BaseAddress;
import java.net.URI;
import java.util.List;

/** An upstream as the user set it up. */
public sealed interface UpstreamConfig {
  /** A short name, unique among upstreams: letters, digits, dot, dash and underscore. */
  String name();

  /** Where it is; with or without the {@code /v1} at the end. */
  URI baseUri();

  /** What lets the gateway in, or {@link Secret#none()}. */
  Secret key();

  /** All keys when there are several; else empty, and {@link #key()} is the only one. */
  default List<UpstreamKey> keys() {
    return List.of();
  }

  /**
   * The same with several keys, which take turns; the first one counts as its key. With one key it
   * is an upstream like any other.
   */
  default UpstreamConfig withKeys(List<UpstreamKey> keys) {
    return new WithKeys(this, keys);
  }

  /** A cloud or another server; what it speaks is told by its address. */
  static UpstreamConfig of(String name, URI baseUri, Secret key) {
    return switch (KnownProvider.familyOf(baseUri)) {
      case OPENAI -> new OpenAiCompatible(name, baseUri, key);
      case ANTHROPIC -> new Anthropic(name, baseUri, key);
      case GEMINI -> new Cloud(Api.GEMINI, name, baseUri, key, List.of());
      case COHERE -> new Cloud(Api.COHERE, name, baseUri, key, List.of());
      case PERPLEXITY -> new Cloud(Api.PERPLEXITY, name, baseUri, key, List.of());
    };
  }

  /**
   * An Ollama server.
   *
   * @param bearer the token of a proxy in front of it, or {@link Secret#none()}
   */
  record Ollama(String name, URI baseUri, Secret bearer) implements UpstreamConfig {
    /** Checks name and address. */
    public Ollama {
      check(name, baseUri);
    }

    @Override
    public Secret key() {
      return bearer;
    }

    /** An Ollama server without a proxy in front. */
    public Ollama(String name, URI baseUri) {
      this(name, baseUri, Secret.none());
    }
  }

  /**
   * A server that speaks OpenAI's chat completions.
   *
   * @param key its API key, or {@link Secret#none()}
   * @param models the models to offer; empty to ask the server
   */
  record OpenAiCompatible(String name, URI baseUri, Secret key, List<String> models)
      implements UpstreamConfig {
    /** Checks name and address. */
    public OpenAiCompatible {
      check(name, baseUri);
      models = List.copyOf(models);
    }

    /** A server that is asked for its models. */
    public OpenAiCompatible(String name, URI baseUri, Secret key) {
      this(name, baseUri, key, List.of());
    }
  }

  /**
   * Anthropic, or a server that speaks its Messages API.
   *
   * @param key its API key, or {@link Secret#none()}
   * @param models the models to offer; empty to ask the server
   */
  record Anthropic(String name, URI baseUri, Secret key, List<String> models)
      implements UpstreamConfig {

    /** Checks name and address. */
    public Anthropic {
      check(name, baseUri);
      models = List.copyOf(models);
    }

    /** A server that is asked for its models. */
    public Anthropic(String name, URI baseUri, Secret key) {
      this(name, baseUri, key, List.of());
    }
  }

  /** An API that only its own provider speaks. */
  enum Api {
    GEMINI,
    COHERE,
    PERPLEXITY
  }

  /**
   * A provider with an API of its own.
   *
   * @param models the models to offer; empty to ask the server
   */
  record Cloud(Api api, String name, URI baseUri, Secret key, List<String> models)
      implements UpstreamConfig {
    /** Checks name and address. */
    public Cloud {
      check(name, baseUri);
      models = List.copyOf(models);
    }
  }

  /**
   * An upstream with several keys.
   *
   * @param upstream what it is; its own key does not count
   */
  record WithKeys(UpstreamConfig upstream, List<UpstreamKey> keys) implements UpstreamConfig {
    /** Checks that there are keys, each with a label and characters of its own. */
    public WithKeys {
      keys = List.copyOf(keys);
      long labels = keys.stream().map(UpstreamKey::label).distinct().count();
      long secrets = keys.stream().map(UpstreamKey::secret).distinct().count();
      if (keys.isEmpty() || labels < keys.size() || secrets < keys.size()) {
        throw new IllegalArgumentException(
            "upstream " + upstream.name() + " has no key, or the same key or label twice");
      }
    }

    @Override
    public String name() {
      return upstream.name();
    }

    @Override
    public URI baseUri() {
      return upstream.baseUri();
    }

    @Override
    public Secret key() {
      return keys.getFirst().secret();
    }
  }

  private static void check(String name, URI baseUri) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "an upstream's name has 1 to 64 letters, digits, dots, dashes and underscores");
    }
    try {
      BaseAddress.of(baseUri);
    } catch (IllegalArgumentException e) {
      throw new GatewayException(
          GatewayException.Kind.BAD_UPSTREAM_ADDRESS,
          "The address of upstream %s cannot be used: %s.".formatted(name, e.getMessage()),
          e);
    }
  }
}
