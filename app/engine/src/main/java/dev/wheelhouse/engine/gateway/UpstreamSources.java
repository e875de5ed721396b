// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.model.OllamaServer;
import dev.wheelhouse.engine.model.OllamaServers;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.secret.Secrets;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.engine.settings.SettingsStore;
import dev.wheelhouse.gateway.GatewayException;
import dev.wheelhouse.gateway.KnownProvider;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the gateway can pass requests on to, by the state of the world now: Ollama servers,
 * providers from the settings, providers whose key stands in the environment.
 */
final class UpstreamSources {
  private static final Logger log = LoggerFactory.getLogger(UpstreamSources.class);

  private final OllamaServers ollama;
  private final SettingsStore settings;
  private final Supplier<Secrets> secrets;
  private final Map<String, String> environment;
  private final Notices notices;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * @param secrets opened only when a provider needs a key: a keyring may ask the user
   */
  UpstreamSources(
      OllamaServers ollama,
      SettingsStore settings,
      Supplier<Secrets> secrets,
      Map<String, String> environment,
      Notices notices) {
    this.ollama = ollama;
    this.settings = settings;
    this.secrets = secrets;
    this.environment = environment;
    this.notices = notices;
  }

  /** What these can see. */
  static UpstreamSources of(EmbeddedGateway.Dependencies dependencies) {
    return new UpstreamSources(
        dependencies.ollama(),
        dependencies.settings(),
        dependencies.secrets(),
        dependencies.environment(),
        dependencies.notices());
  }

  /**
   * Upstreams in order of preference: local ones first, because they cost nothing.
   *
   * @param fresh ask the engine for the state of the stacks first
   */
  List<UpstreamConfig> now(boolean fresh) {
    List<UpstreamConfig> upstreams = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (OllamaServer server : fresh ? ollama.findNow() : ollama.find()) {
      add(upstreams, server.name(), () -> ollama(unique(server.name(), names), server));
    }
    for (Settings.Provider provider : settings.get().providers()) {
      add(
          upstreams,
          provider.name(),
          () -> {
            URI url = URI.create(provider.baseUrl().strip());
            Secret key = secret(key(provider.name(), url));
            return UpstreamConfig.of(unique(provider.name(), names), url, key);
          });
    }
    for (KnownProvider provider : KnownProvider.ALL) {
      Optional<String> key =
          provider.variables().stream().flatMap(n -> value(n).stream()).findFirst();
      if (key.isPresent() && !names.contains(provider.name())) {
        add(
            upstreams,
            provider.name(),
            () ->
                UpstreamConfig.of(
                    unique(provider.name(), names), provider.base(), secret(key.get())));
      }
    }
    return upstreams;
  }

  private static UpstreamConfig ollama(String name, OllamaServer server) {
    return new UpstreamConfig.Ollama(name, server.url(), secret(server.token()));
  }

  /** A key goes only to the host that it was saved for. */
  private String key(String name, URI url) {
    ProviderKeys keys = new ProviderKeys(secrets.get());
    keys.otherHost(name, url)
        .ifPresent(other -> {
          throw new IllegalArgumentException(
              "its key was saved for " + other + ", and its address names another host");
        });
    return keys.read(name, url).orElse("");
  }

  /** One that is set up wrongly must not take the others with it. */
  private void add(List<UpstreamConfig> upstreams, String name, Supplier<UpstreamConfig> upstream) {
    try {
      upstreams.add(upstream.get());
    } catch (IllegalArgumentException | GatewayException | ProblemException e) {
      String detail = String.valueOf(e.getMessage());
      if (told.add(name + detail)) {
        log.warn("The provider {} cannot be used: {}", name, detail);
        notices.add(
            new BadInput(
                "The provider " + name, detail, "Correct its address or key in Settings."));
      }
    }
  }

  /** The value of a variable, or of the file that {@code NAME_FILE} names. */
  private Optional<String> value(String name) {
    String direct = environment.getOrDefault(name, "").strip();
    if (!direct.isEmpty()) {
      return Optional.of(direct);
    }
    String file = environment.getOrDefault(name + "_FILE", "").strip();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(Path.of(file)).strip()).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      if (told.add(name + "_FILE")) {
        log.warn("{}_FILE cannot be read: {}", name, e.toString());
      }
      return Optional.empty();
    }
  }

  private static Secret secret(String value) {
    return value.isBlank() ? Secret.none() : Secret.of(value);
  }

  /** The gateway takes letters, digits, dot, dash and underscore, and each name once. */
  private static String unique(String wanted, Set<String> names) {
    String safe = wanted.strip().replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[._-]+", "");
    String base = safe.isEmpty() ? "provider" : safe.substring(0, Math.min(60, safe.length()));
    String name = base;
    for (int next = 2; !names.add(name); next++) {
      name = base + "-" + next;
    }
    return name;
  }
}
