// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.problem.ChatProblem.ProviderFails;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.GatewayException;
import dev.wheelhouse.gateway.KnownProvider;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.UpstreamVerdict;
import dev.wheelhouse.gateway.secret.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The providers of the settings and of the environment, tested without a running gateway. */
public final class ConfiguredProviders implements Providers {
  private final EmbeddedGateway.Dependencies dependencies;
  private final UpstreamSources sources;

  public ConfiguredProviders(EmbeddedGateway.Dependencies dependencies) {
    this.dependencies = dependencies;
    this.sources = UpstreamSources.of(dependencies);
  }

  @Override
  public List<Offer> offers() {
    return KnownProvider.ALL.stream()
        .map(known ->
            new Offer(
                known.name(), known.title(), known.bases().stream().map(URI::toString).toList()))
        .toList();
  }

  @Override
  public List<String> names() {
    return sources.now(false).stream().map(UpstreamConfig::name).toList();
  }

  @Override
  public void save(String name, String address, String key) {
    URI url = usable(name, address);
    ProviderKeys keys = keys();
    if (!key.isBlank()) {
      keys.write(name, url, Secret.of(key).reveal());
    } else {
      Optional<String> other = keys.otherHost(name, url);
      if (other.isPresent()) {
        throw new ProblemException(
            new BadInput(
                "The key of " + name,
                "it was saved for " + other.get() + ", and " + url.getHost() + " is another host",
                "Paste the key for the new address."));
      }
    }
    Settings.Provider provider = new Settings.Provider(name, url.toString());
    dependencies.settings().update(old -> old.withProviders(replaced(old.providers(), provider)));
  }

  @Override
  public void remove(String name) {
    dependencies.settings().update(old -> old.withProviders(without(old.providers(), name)));
    keys().delete(name);
  }

  @Override
  public Works test(String name) {
    UpstreamConfig config =
        sources.now(true).stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new ProblemException(
                    new BadInput(
                        "The provider " + name,
                        "set up are: " + String.join(", ", names()),
                        "Name one of these, or add it in Settings.")));
    return switch (Gateway.test(config)) {
      case UpstreamVerdict.Works works ->
          new Works(works.address(), works.models(), works.model(), works.took().toMillis());
      case UpstreamVerdict.Fails fails ->
          throw new ProblemException(
              new ProviderFails(
                  name,
                  fails.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  fails.cause(),
                  fails.remedy()));
    };
  }

  private ProviderKeys keys() {
    return new ProviderKeys(dependencies.secrets().get());
  }

  private static URI usable(String name, String address) {
    try {
      URI url = URI.create(address.strip());
      UpstreamConfig.of("provider", url, Secret.none());
      return url;
    } catch (IllegalArgumentException | GatewayException e) {
      String detail =
          String.valueOf(e.getMessage())
              .replace("The address of upstream provider cannot be used: ", "");
      throw new ProblemException(
          new BadInput(
              "The address of " + name, detail, "Give one like https://openrouter.ai/api/v1."),
          e);
    }
  }

  private static List<Settings.Provider> replaced(
      List<Settings.Provider> providers, Settings.Provider changed) {
    return Stream.concat(without(providers, changed.name()).stream(), Stream.of(changed)).toList();
  }

  private static List<Settings.Provider> without(List<Settings.Provider> providers, String name) {
    List<Settings.Provider> rest = new ArrayList<>(providers);
    rest.removeIf(provider -> provider.name().equals(name));
    return rest;
  }
}
