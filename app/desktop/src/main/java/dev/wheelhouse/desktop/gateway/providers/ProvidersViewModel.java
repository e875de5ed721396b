// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.providers;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.gateway.part.Follow;
import dev.wheelhouse.engine.gateway.Providers;
import dev.wheelhouse.engine.gateway.state.GatewayFigures;
import dev.wheelhouse.engine.gateway.state.GatewayNow;
import dev.wheelhouse.engine.gateway.state.UpstreamNow;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.secret.Secrets;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.engine.settings.SettingsStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Where models run: what is set up, what could be, and whether it works. */
public final class ProvidersViewModel {
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private final Providers providers;
  private final SettingsStore settings;
  private final GatewayFigures figures;
  private final UiTasks tasks;
  private final Map<String, Trial> trials = new HashMap<>();
  private final ReadOnlyObjectWrapper<List<ProviderItem>> items =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<Providers.Offer>> offers =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper keyPlace = new ReadOnlyStringWrapper("");
  private List<UpstreamNow> upstreams = List.of();
  private final Follow follow;

  public ProvidersViewModel(
      Providers providers,
      SettingsStore settings,
      Secrets secrets,
      GatewayFigures figures,
      UiTasks tasks) {
    this.providers = providers;
    this.settings = settings;
    this.figures = figures;
    this.tasks = tasks;
    follow = new Follow(tasks.ui(), PERIOD, this::look);
    settings.events().subscribe(new UiFeed<>(tasks.ui(), batch -> show()));
    tasks.load("Find the keyring", secrets::place, keyPlace::set, problem::set);
    tasks.load("Read the known providers", providers::offers, offers::set, problem::set);
  }

  /** What is set up, or found on this machine. */
  ReadOnlyObjectProperty<List<ProviderItem>> itemsProperty() {
    return items.getReadOnlyProperty();
  }

  /** What can be set up with a key alone. */
  ReadOnlyObjectProperty<List<Providers.Offer>> offersProperty() {
    return offers.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Where keys are kept, in words. */
  ReadOnlyStringProperty keyPlaceProperty() {
    return keyPlace.getReadOnlyProperty();
  }

  void follow(boolean on) {
    follow.on(on);
  }

  /** Saves a provider and tests it; it shows as active once the test has gone well. */
  void save(String name, String address, String key, Runnable done) {
    String called = name.strip();
    if (called.isEmpty()) {
      problem.set(new BadInput("The name", "empty", "Name the provider, such as openrouter."));
      return;
    }
    problem.set(null);
    tasks.load(
        "Save the provider",
        () -> {
          providers.save(called, address.strip(), key.strip());
          return called;
        },
        saved -> {
          done.run();
          test(saved);
        },
        problem::set);
  }

  /** Tests a provider as a chat would use it. */
  void test(String name) {
    if (trials.get(name) instanceof Trial.Running) {
      return;
    }
    trials.put(name, new Trial.Running());
    show();
    tasks.load(
        "Test " + name,
        () -> providers.test(name),
        works -> tried(name, new Trial.Passed(works)),
        cause -> tried(name, new Trial.Failed(cause)));
  }

  void remove(String name) {
    problem.set(null);
    trials.remove(name);
    tasks.load(
        "Remove the provider",
        () -> {
          providers.remove(name);
          return name;
        },
        removed -> look(),
        problem::set);
  }

  private void tried(String name, Trial trial) {
    trials.put(name, trial);
    show();
    look();
  }

  private void look() {
    tasks.load("Look at the providers", figures::now, this::seen, problem::set);
  }

  private void seen(Optional<GatewayNow> now) {
    upstreams = now.map(GatewayNow::upstreams).orElse(List.of());
    show();
  }

  private void show() {
    List<ProviderItem> all = new ArrayList<>();
    List<Settings.Provider> own = settings.get().providers();
    for (UpstreamNow upstream : upstreams) {
      boolean editable = own.stream().anyMatch(one -> one.name().equals(upstream.name()));
      all.add(
          new ProviderItem(
              upstream.name(),
              upstream.address(),
              editable,
              Optional.of(upstream),
              Optional.ofNullable(trials.get(upstream.name()))));
    }
    for (Settings.Provider provider : own) {
      if (upstreams.stream().noneMatch(one -> one.name().equals(provider.name()))) {
        all.add(
            new ProviderItem(
                provider.name(),
                provider.baseUrl(),
                true,
                Optional.empty(),
                Optional.ofNullable(trials.get(provider.name()))));
      }
    }
    if (!all.equals(items.get())) {
      items.set(all);
    }
  }
}
