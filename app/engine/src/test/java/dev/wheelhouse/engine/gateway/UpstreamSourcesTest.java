// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.model.OllamaServers;
import dev.wheelhouse.engine.model.StacksOnDisk;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.secret.FileSecrets;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.engine.settings.SettingsFile;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.testing.FreePorts;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamSourcesTest {
  @TempDir Path place;

  @Test
  void takesTheKeysOfTheEnvironmentEachInTheDialectOfItsProvider() {
    Map<String, String> environment =
        Map.of("OPENAI_API_KEY", "sk-o", "ANTHROPIC_API_KEY", "sk-a", "PERPLEXITY_API_KEY", "p");

    List<UpstreamConfig> clouds = clouds(environment, List.of());

    assertThat(clouds)
        .extracting(UpstreamConfig::name)
        .containsExactly("openai", "anthropic", "perplexity");
    assertThat(clouds.getFirst()).isInstanceOf(UpstreamConfig.OpenAiCompatible.class);
    assertThat(clouds.get(1)).isInstanceOf(UpstreamConfig.Anthropic.class);
    assertThat(clouds.getLast()).isInstanceOf(UpstreamConfig.Cloud.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.anthropic.com, true",
    "https://api.anthropic.com/v1/, true",
    "https://api.z.ai/api/anthropic, true",
    "https://api.z.ai/api/paas/v4, false",
    "https://anthropic.example.com/v1, false"
  })
  void tellsAnthropicsDialectByTheAddress(String address, boolean anthropic) {
    List<UpstreamConfig> clouds = clouds(Map.of(), List.of(new Settings.Provider("mine", address)));

    assertThat(clouds.getFirst() instanceof UpstreamConfig.Anthropic).isEqualTo(anthropic);
  }

  private List<UpstreamConfig> clouds(
      Map<String, String> environment, List<Settings.Provider> providers) {
    Notices notices = new Notices();
    StacksOnDisk stacks = new StacksOnDisk(place.resolve("stack"), FreePorts.one(), "token");
    SettingsFile settings =
        SettingsFile.open(place.resolve("settings.json"), notices, Clock.systemUTC());
    settings.update(now -> now.withProviders(providers));
    FileSecrets secrets = new FileSecrets(place.resolve("secrets"));
    OllamaServers servers =
        new OllamaServers(stacks, stacks, settings, environment, new OkHttpClient());
    return new UpstreamSources(servers, settings, () -> secrets, environment, notices)
        .now(false).stream()
            .filter(upstream -> !(upstream instanceof UpstreamConfig.Ollama))
            .toList();
  }
}
