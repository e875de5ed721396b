// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.model.OllamaServers;
import dev.wheelhouse.engine.model.StacksOnDisk;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.problem.ChatProblem.ProviderFails;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.secret.FileSecrets;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.engine.settings.SettingsFile;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredProvidersTest {
  @TempDir Path place;

  private final Notices notices = new Notices();
  private WatchedHttpServer server;
  private SettingsFile settings;
  private FileSecrets secrets;
  private EmbeddedGateway.Dependencies dependencies;
  private ConfiguredProviders providers;

  @BeforeEach
  void start() {
    server = WatchedHttpServer.onPort(0, ConfiguredProvidersTest::serve);
    settings = SettingsFile.open(place.resolve("settings.json"), notices, Clock.systemUTC());
    secrets = new FileSecrets(place.resolve("secrets"));
    StacksOnDisk stacks = new StacksOnDisk(place.resolve("stack"), FreePorts.one(), "token");
    dependencies =
        new EmbeddedGateway.Dependencies(
            new WheelhouseHome(place, place.resolve("config"), place.resolve("logs")),
            Map.of(),
            settings,
            () -> secrets,
            new OllamaServers(stacks, stacks, settings, Map.of(), new OkHttpClient()),
            stacks,
            notices);
    providers = new ConfiguredProviders(dependencies);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static void serve(HttpCall call) throws IOException {
    if (!call.request().headers().first("Authorization").orElse("").equals("Bearer sk-right")) {
      call.json(401, "{\"error\":{\"message\":\"wrong key\"}}");
    } else if (call.request().path().equals("/v1/models")) {
      call.json(200, "{\"data\":[{\"id\":\"small\"}]}");
    } else {
      call.begin(200, "text/event-stream");
      call.write(
          "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"H\"},\"finish_reason\":\"length\"}]}\n\n");
      call.end();
    }
  }

  @Test
  void testsWhatWasSavedAndSaysWhatFails() {
    providers.save("mine", server.uri().toString(), "sk-wrong");
    assertThatThrownBy(() -> providers.test("mine"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem())
                  .isInstanceOfSatisfying(
                      ProviderFails.class,
                      fails -> assertThat(fails.reason()).isEqualTo("key-rejected"));
              assertThat(e.problem().remedy()).contains("key");
            });
    providers.save("mine", server.uri().toString(), "sk-right");
    Providers.Works works = providers.test("mine");
    assertThat(works.models()).isEqualTo(1);
    assertThat(works.address()).endsWith("/v1");
  }

  @Test
  void asksForTheKeyAgainWhenTheHostChanges() {
    providers.save("mine", "https://one.example/v1", "sk-one");
    providers.save("mine", "https://one.example/v2", "");
    assertThatThrownBy(() -> providers.save("mine", "https://two.example/v1", ""))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isInstanceOf(BadInput.class);
              assertThat(e.problem().evidence().getFirst()).contains("one.example", "two.example");
            });
    assertThat(settings.get().providers())
        .containsExactly(new Settings.Provider("mine", "https://one.example/v2"));
    providers.save("mine", "https://two.example/v1", "sk-two");
    assertThat(cloud().getFirst().key()).isEqualTo(Secret.of("sk-two"));
  }

  @Test
  void givesNoKeyToAHostThatWasChangedBehindItsBack() {
    providers.save("mine", "https://one.example/v1", "sk-one");
    assertThat(cloud()).hasSize(1);
    List<Settings.Provider> changed =
        List.of(new Settings.Provider("mine", "https://evil.example/v1"));
    settings.update(old -> old.withProviders(changed));
    assertThat(cloud()).isEmpty();
    assertThat(notices.past().toString()).contains("one.example", "key");
  }

  @Test
  void bindsAKeyFromBeforeToTheAddressThatItHas() {
    secrets.write("mine", "sk-old");
    List<Settings.Provider> old = List.of(new Settings.Provider("mine", "https://one.example/v1"));
    settings.update(now -> now.withProviders(old));
    assertThat(cloud().getFirst().key()).isEqualTo(Secret.of("sk-old"));
    assertThat(secrets.read("mine@host")).contains("one.example");
  }

  @Test
  void refusesAnAddressThatNoUpstreamCanHave() {
    for (String address : List.of("https://169.254.169.254/", "http://203.0.113.1/v1", "x y")) {
      assertThatThrownBy(() -> providers.save("mine", address, "sk"))
          .isInstanceOf(ProblemException.class);
    }
    assertThat(settings.get().providers()).isEmpty();
    assertThat(secrets.read("mine")).isEmpty();
  }

  @Test
  void removesTheKeyWithTheProvider() {
    providers.save("mine", "https://one.example/v1", "sk-one");
    providers.remove("mine");
    assertThat(secrets.read("mine")).isEmpty();
    assertThat(secrets.read("mine@host")).isEmpty();
    assertThat(settings.get().providers()).isEmpty();
  }

  @Test
  void offersEveryProviderThatTheGatewayKnows() {
    assertThat(providers.offers())
        .extracting(Providers.Offer::name)
        .contains(
            "openai",
            "anthropic",
            "gemini",
            "grok",
            "cohere",
            "zai",
            "perplexity",
            "mistral",
            "groq",
            "openrouter",
            "deepseek");
    assertThat(providers.offers())
        .filteredOn(offer -> offer.name().equals("zai"))
        .allMatch(offer -> offer.addresses().size() == 3);
  }

  private List<UpstreamConfig> cloud() {
    return UpstreamSources.of(dependencies).now(false).stream()
        .filter(upstream -> !(upstream instanceof UpstreamConfig.Ollama))
        .toList();
  }
}
