// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.settings;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.gateway.Providers;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.secret.Secrets;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.engine.settings.SettingsStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyMapProperty;
import javafx.beans.property.ReadOnlyMapWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import org.jspecify.annotations.Nullable;

/** The settings and what changes them; every change is written at once. */
public final class SettingsViewModel {
  private static final int LOWEST_PORT = 1024;
  private static final int HIGHEST_PORT = 65_535;

  private final SettingsStore store;
  private final Providers providers;
  private final WheelhouseHome home;
  private final UiTasks tasks;
  private final ReadOnlyObjectWrapper<Settings> settings;
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyMapWrapper<String, Tested> tested =
      new ReadOnlyMapWrapper<>(FXCollections.observableHashMap());
  private final ReadOnlyStringWrapper secretPlace = new ReadOnlyStringWrapper("");

  public SettingsViewModel(
      SettingsStore store,
      Secrets secrets,
      Providers providers,
      WheelhouseHome home,
      UiTasks tasks) {
    this.store = store;
    this.providers = providers;
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

  /** What can be set up with a key alone. */
  List<Providers.Offer> offers() {
    return providers.offers();
  }

  /** What the last test of each provider found; one that is missing was not tested. */
  ReadOnlyMapProperty<String, Tested> testedProperty() {
    return tested.getReadOnlyProperty();
  }

  /** What is known of a provider. */
  sealed interface Tested {
    /** The test is running. */
    record Running() implements Tested {}

    /** It answers. */
    record Active(int models, String model) implements Tested {}

    /** It does not; the problem says why. */
    record Failed(Problem problem) implements Tested {}
  }

  /**
   * Adds a provider, or changes the one of that name, and tests it; only then it shows as active.
   */
  void saveProvider(String name, String url, String key, Runnable done) {
    String called = name.strip();
    if (called.isEmpty()) {
      refuse("The name", "empty", "Give the provider a name, such as openrouter.");
    } else if (isAddress("The address", url.strip())) {
      write(
          "Save the provider",
          () -> providers.save(called, url.strip(), key.strip()),
          () -> {
            done.run();
            testProvider(called);
          });
    }
  }

  /** Tests a provider as a chat would use it. */
  void testProvider(String name) {
    tested.put(name, new Tested.Running());
    tasks.load(
        "Test the provider",
        () -> providers.test(name),
        works -> tested.put(name, new Tested.Active(works.models(), works.model())),
        failed -> tested.put(name, new Tested.Failed(failed)));
  }

  /** Removes the provider and its key. */
  void removeProvider(Settings.Provider provider) {
    write(
        "Remove the provider",
        () -> providers.remove(provider.name()),
        () -> tested.remove(provider.name()));
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
}
