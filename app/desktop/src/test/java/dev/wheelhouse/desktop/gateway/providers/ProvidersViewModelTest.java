// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeGatewayServices;
import dev.wheelhouse.desktop.testing.FakeProviders;
import dev.wheelhouse.desktop.testing.FakeSecrets;
import dev.wheelhouse.desktop.testing.FakeSettings;
import dev.wheelhouse.desktop.testing.GatewaySamples;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProvidersViewModelTest {
  private static final Duration WHILE = Duration.ofSeconds(3);
  private static final String URL = "https://openrouter.ai/api/v1";

  private final DirectUiThread ui = new DirectUiThread();
  private final FakeSettings settings = new FakeSettings();
  private final FakeSecrets secrets = new FakeSecrets();
  private final FakeProviders providers = new FakeProviders(settings, secrets);
  private final FakeGatewayServices gateway = new FakeGatewayServices();
  private final ProvidersViewModel model =
      new ProvidersViewModel(
          providers, settings, secrets, gateway.services().figures(), TestTasks.direct(ui));
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void showsWhatRunsAndWhatIsOnlySetUp() {
    settings.update(old -> old.withProviders(List.of(provider("openrouter"), provider("groq"))));
    gateway.become(GatewaySamples.busy());

    model.follow(true);

    assertThat(model.itemsProperty().get())
        .extracting(ProviderItem::name)
        .containsExactly("local-ai", "openrouter", "anthropic", "groq");
    assertThat(item("openrouter").own()).isTrue();
    assertThat(item("local-ai").own()).as("found by itself, not set up").isFalse();
    assertThat(item("local-ai").models()).isEqualTo(2);
    assertThat(item("anthropic").tone()).isEqualTo(Tone.DANGER);
    assertThat(item("groq").word()).isEqualTo("Not asked yet");
  }

  @Test
  void aSavedProviderIsTestedBeforeItCountsAsActive() {
    List<String> words = new ArrayList<>();
    model
        .itemsProperty()
        .subscribe(items -> items.stream().map(ProviderItem::word).forEach(words::add));

    model.save(" openrouter ", " " + URL + " ", " sk-or-1 ", done::incrementAndGet);

    assertThat(done).hasValue(1);
    assertThat(settings.get().providers()).containsExactly(provider("openrouter"));
    assertThat(secrets.read("openrouter")).contains("sk-or-1");
    assertThat(words).containsSubsequence("Being tested", "Active");
    assertThat(words.getFirst()).isNotEqualTo("Active");
    assertThat(item("openrouter").trial()).containsInstanceOf(Trial.Passed.class);
  }

  @Test
  void aProviderThatRefusesItsKeySaysSo() {
    providers.breaks("openrouter");

    model.save("openrouter", URL, "wrong", done::incrementAndGet);

    ProviderItem item = item("openrouter");
    assertThat(item.word()).isEqualTo("Not usable");
    assertThat(item.tone()).isEqualTo(Tone.DANGER);
    assertThat(item.trial().orElseThrow())
        .isInstanceOfSatisfying(
            Trial.Failed.class,
            failed -> assertThat(failed.problem().remedy()).contains("Check its key"));
  }

  @Test
  void withoutANameNothingIsSaved() {
    model.save("  ", URL, "key", done::incrementAndGet);

    assertThat(done).hasValue(0);
    assertThat(settings.get().providers()).isEmpty();
    assertThat(model.problemProperty().get().evidence()).isNotEmpty();
  }

  @Test
  void aRemovedProviderIsGoneWithItsKeyAndItsTrial() {
    model.save("openrouter", URL, "key", done::incrementAndGet);

    model.remove("openrouter");

    assertThat(secrets.read("openrouter")).isEmpty();
    assertThat(model.itemsProperty().get())
        .extracting(ProviderItem::name)
        .doesNotContain("openrouter");

    settings.update(old -> old.withProviders(List.of(provider("openrouter"))));
    assertThat(item("openrouter").trial()).isEmpty();
  }

  @Test
  void tellsOfAChangeOnceAndOfNoneNever() {
    model.follow(true);
    List<Object> seen = new ArrayList<>();
    model.itemsProperty().addListener((property, before, now) -> seen.add(now));

    ui.advance(WHILE);
    assertThat(seen).isEmpty();
    gateway.become(GatewaySamples.busy());
    ui.advance(WHILE);
    ui.advance(WHILE);
    assertThat(seen).hasSize(1);

    model.follow(false);
    assertThat(ui.timers()).isZero();
  }

  private ProviderItem item(String name) {
    return model.itemsProperty().get().stream()
        .filter(item -> item.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Settings.Provider provider(String name) {
    return new Settings.Provider(name, URL);
  }
}
