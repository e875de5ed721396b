// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeProviders;
import dev.wheelhouse.desktop.testing.FakeSecrets;
import dev.wheelhouse.desktop.testing.FakeSettings;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.problem.ChatProblem.ProviderFails;
import dev.wheelhouse.engine.settings.Settings;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsViewModelTest {
  private final FakeSettings store = new FakeSettings();
  private final FakeSecrets secrets = new FakeSecrets();
  private final FakeProviders providers = new FakeProviders(store, secrets);
  private final AtomicInteger done = new AtomicInteger();
  private final SettingsViewModel model =
      new SettingsViewModel(
          store,
          secrets,
          providers,
          new WheelhouseHome(Path.of("data"), Path.of("config"), Path.of("logs")),
          TestTasks.direct(new DirectUiThread()));

  @Test
  void aKeyGoesToTheSecretStoreAndNeverIntoTheSettings() {
    model.saveProvider("openrouter", "https://openrouter.ai/api/v1", "sk-1", done::incrementAndGet);

    assertThat(secrets.read("openrouter")).contains("sk-1");
    assertThat(store.get().providers())
        .containsExactly(new Settings.Provider("openrouter", "https://openrouter.ai/api/v1"));
    assertThat(store.get().toString()).doesNotContain("sk-1");
    assertThat(done).hasValue(1);
  }

  @Test
  void savingWithoutAKeyKeepsTheOldOne() {
    model.saveProvider("openrouter", "https://openrouter.ai/api/v1", "sk-1", () -> {});

    model.saveProvider("openrouter", "https://openrouter.ai/api/v2", "", () -> {});

    assertThat(secrets.read("openrouter")).contains("sk-1");
    assertThat(store.get().providers())
        .containsExactly(new Settings.Provider("openrouter", "https://openrouter.ai/api/v2"));
  }

  @Test
  void aProviderIsActiveOnlyAfterItsTest() {
    model.saveProvider("openrouter", "https://openrouter.ai/api/v1", "sk-1", () -> {});

    assertThat(model.testedProperty().get("openrouter"))
        .isEqualTo(new SettingsViewModel.Tested.Active(12, "small-model"));
  }

  @Test
  void aProviderWhoseTestFailsSaysWhy() {
    providers.breaks("openrouter");

    model.saveProvider("openrouter", "https://openrouter.ai/api/v1", "sk-1", () -> {});

    assertThat(model.testedProperty().get("openrouter"))
        .isInstanceOfSatisfying(
            SettingsViewModel.Tested.Failed.class,
            failed ->
                assertThat(failed.problem())
                    .isInstanceOfSatisfying(
                        ProviderFails.class,
                        fails -> assertThat(fails.reason()).isEqualTo("key-rejected")));
    assertThat(store.get().providers()).as("it is kept, to be corrected").hasSize(1);
  }

  @Test
  void removingAProviderRemovesItsKey() {
    model.saveProvider("openrouter", "https://openrouter.ai/api/v1", "sk-1", () -> {});

    model.removeProvider(store.get().providers().getFirst());

    assertThat(store.get().providers()).isEmpty();
    assertThat(secrets.read("openrouter")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "80", "65536", "many", "99999999999"})
  void aPortThatCannotBeIsRefused(String text) {
    model.choosePort(text, done::incrementAndGet);

    assertThat(model.problemProperty().get()).isNotNull();
    assertThat(store.get().gatewayPort()).isEqualTo(11_435);
    assertThat(done).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:11434", "ftp://host", "http://", "http://a b"})
  void anAddressThatCannotBeIsRefused(String text) {
    model.chooseOllama(text, done::incrementAndGet);

    assertThat(model.problemProperty().get()).isNotNull();
    assertThat(store.get().ollamaUrl()).isEmpty();
  }

  @Test
  void anAddressMayBeTakenAway() {
    model.chooseOllama("http://127.0.0.1:11434", () -> {});
    model.chooseOllama(" ", () -> {});

    assertThat(store.get().ollamaUrl()).isEmpty();
    assertThat(model.problemProperty().get()).isNull();
  }

  @Test
  void aThemeIsKeptAtOnce() {
    model.chooseTheme(Settings.Theme.DARK);

    assertThat(model.settingsProperty().get().theme()).isEqualTo(Settings.Theme.DARK);
  }
}
