// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.settings;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.secret.Secrets;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.engine.settings.SettingsStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** The settings and what changes them; every change is written at once. */
public final class SettingsViewModel {
  private static final int LOWEST_PORT = 1024;
  private static final int HIGHEST_PORT = 65_535;

  private final SettingsStore store;
  private final Secrets secrets;
  private final WheelhouseHome home;
  private final UiTasks tasks;
  private final ReadOnlyObjectWrapper<Settings> settings;
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper secretPlace = new ReadOnlyStringWrapper("");

  public SettingsViewModel(
      SettingsStore store, Secrets secrets, WheelhouseHome home, UiTasks tasks) {
    this.store = store;
    this.secrets = secrets;
    this.home = home;
    this.tasks = tasks;
    settings = new ReadOnlyObjectWrapper<>(store.get());
    store.events().subscribe(new UiFeed<>(tasks.ui(), batch -> settings.set(batch.getLast())));
    tasks.load("Find the keyring", secrets::place, secretPlace::set, problem::set);
  }

  ReadOnlyObjectProperty<Settings> settingsProperty() {
    return settings.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Where keys are kept, in words. */
  ReadOnlyStringProperty secretPlaceProperty() {
    return secretPlace.getReadOnlyProperty();
  }

  WheelhouseHome home() {
    return home;
  }

  void chooseTheme(Settings.Theme theme) {
    change("Choose the theme", old -> old.withTheme(theme), () -> {});
  }

  /**
   * @param url empty to use the stack's, then the usual place
   * @param done when it was written
   */
  void chooseOllama(String url, Runnable done) {
    String wanted = url.strip();
    if (wanted.isEmpty() || isAddress("The address of Ollama", wanted)) {
      change("Choose the Ollama", old -> old.withOllamaUrl(wanted), done);
    }
  }

  void choosePort(String text, Runnable done) {
    int port = number(text.strip());
    if (port < LOWEST_PORT || port > HIGHEST_PORT) {
      refuse("The port", text, "Give a number from 1024 to 65535.");
    } else {
      change("Choose the port", old -> old.withGatewayPort(port), done);
    }
  }

  /** Adds a provider, or changes the one of that name; the key goes to the secret store. */
  void saveProvider(String name, String url, String key, Runnable done) {
    String called = name.strip();
    if (called.isEmpty()) {
      refuse("The name", "empty", "Give the provider a name, such as openrouter.");
    } else if (isAddress("The address", url.strip())) {
      Settings.Provider provider = new Settings.Provider(called, url.strip());
      write(
          "Save the provider",
          () -> {
            if (!key.isBlank()) {
              secrets.write(called, key.strip());
            }
            store.update(old -> old.withProviders(replaced(old.providers(), provider)));
          },
          done);
    }
  }

  /** Removes the provider and its key. */
  void removeProvider(Settings.Provider provider) {
    write(
        "Remove the provider",
        () -> {
          store.update(old -> old.withProviders(without(old.providers(), provider.name())));
          secrets.delete(provider.name());
        },
        () -> {});
  }

  private void change(String title, UnaryOperator<Settings> how, Runnable done) {
    write(title, () -> store.update(how), done);
  }

  private void write(String title, Runnable work, Runnable done) {
    problem.set(null);
    tasks.load(
        title,
        () -> {
          work.run();
          return title;
        },
        written -> done.run(),
        problem::set);
  }

  private boolean isAddress(String what, String text) {
    try {
      URI address = new URI(text);
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web && address.getHost() != null) {
        return true;
      }
    } catch (URISyntaxException e) {
      refuse(what, e.getReason(), "Give one like http://127.0.0.1:11434.");
      return false;
    }
    refuse(what, text.isEmpty() ? "empty" : text, "Give one like http://127.0.0.1:11434.");
    return false;
  }

  private void refuse(String what, String detail, String remedy) {
    problem.set(new BadInput(what, detail, remedy));
  }

  private static int number(String text) {
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
  }

  private static List<Settings.Provider> replaced(
      List<Settings.Provider> providers, Settings.Provider changed) {
    List<Settings.Provider> all = new ArrayList<>(without(providers, changed.name()));
    all.add(changed);
    return all;
  }

  private static List<Settings.Provider> without(List<Settings.Provider> providers, String name) {
    return providers.stream().filter(provider -> !provider.name().equals(name)).toList();
  }
}
