// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.gateway.Providers;
import dev.wheelhouse.engine.problem.ChatProblem.ProviderFails;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.secret.Secrets;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.engine.settings.SettingsStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Providers that work, unless a test says that one does not. */
public final class FakeProviders implements Providers {
  private final SettingsStore settings;
  private final Secrets secrets;
  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  public FakeProviders(SettingsStore settings, Secrets secrets) {
    this.settings = settings;
    this.secrets = secrets;
  }

  /** From now on this one refuses its key. */
  public void breaks(String name) {
    broken.add(name);
  }

  @Override
  public List<Offer> offers() {
    return List.of(
        new Offer("openai", "OpenAI", List.of("https://api.openai.com/v1")),
        new Offer(
            "zai",
            "Z.ai GLM",
            List.of("https://api.z.ai/api/paas/v4", "https://api.z.ai/api/coding/paas/v4")),
        new Offer("openrouter", "OpenRouter", List.of("https://openrouter.ai/api/v1")));
  }

  @Override
  public List<String> names() {
    return settings.get().providers().stream().map(Settings.Provider::name).toList();
  }

  @Override
  public void save(String name, String address, String key) {
    if (!key.isBlank()) {
      secrets.write(name, key);
    }
    List<Settings.Provider> all = without(name);
    all.add(new Settings.Provider(name, address));
    settings.update(old -> old.withProviders(all));
  }

  @Override
  public void remove(String name) {
    List<Settings.Provider> rest = without(name);
    settings.update(old -> old.withProviders(rest));
    secrets.delete(name);
  }

  @Override
  public Works test(String name) {
    if (broken.contains(name)) {
      throw new ProblemException(
          new ProviderFails(
              name,
              "key-rejected",
              "Upstream %s refuses the key that the gateway sends (HTTP 401).".formatted(name),
              "Check its key."));
    }
    return new Works("https://example.com/v1", 12, "small-model", 240);
  }

  private List<Settings.Provider> without(String name) {
    List<Settings.Provider> rest = new ArrayList<>(settings.get().providers());
    rest.removeIf(provider -> provider.name().equals(name));
    return rest;
  }
}
