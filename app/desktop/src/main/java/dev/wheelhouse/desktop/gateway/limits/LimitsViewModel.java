// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.limits;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.gateway.part.Follow;
import dev.wheelhouse.desktop.gateway.part.SettingsChange;
import dev.wheelhouse.desktop.gateway.part.Written;
import dev.wheelhouse.engine.gateway.config.CacheSettings;
import dev.wheelhouse.engine.gateway.config.GatewaySettings;
import dev.wheelhouse.engine.gateway.config.GatewaySettingsStore;
import dev.wheelhouse.engine.gateway.config.ModelLimit;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.gateway.state.CacheNow;
import dev.wheelhouse.engine.gateway.state.GatewayCache;
import dev.wheelhouse.engine.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** What all clients together may use of models, what tokens cost, and the cache. */
public final class LimitsViewModel {
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private final SettingsChange change;
  private final GatewayCache cache;
  private final UiTasks tasks;
  private final ReadOnlyObjectWrapper<GatewaySettings> settings;
  private final ReadOnlyObjectWrapper<@Nullable CacheNow> now = new ReadOnlyObjectWrapper<>();
  private final Follow follow;

  public LimitsViewModel(GatewaySettingsStore store, GatewayCache cache, UiTasks tasks) {
    this.change = new SettingsChange(store, tasks);
    this.cache = cache;
    this.tasks = tasks;
    follow = new Follow(tasks.ui(), PERIOD, this::look);
    settings = new ReadOnlyObjectWrapper<>(store.get());
    store.events().subscribe(new UiFeed<>(tasks.ui(), batch -> settings.set(batch.getLast())));
  }

  ReadOnlyObjectProperty<GatewaySettings> settingsProperty() {
    return settings.getReadOnlyProperty();
  }

  /** What the cache did; null without a running gateway. */
  ReadOnlyObjectProperty<@Nullable CacheNow> nowProperty() {
    return now.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return change.problemProperty();
  }

  void follow(boolean on) {
    follow.on(on);
  }

  void switchCache(boolean on) {
    change(old -> old.withCache(old.cache().withOn(on)), () -> {});
  }

  /** Sets size and time of the cache, and the models whose answers are kept unasked. */
  void setCache(String megabytes, String minutes, String models, Runnable done) {
    try {
      int size = Math.toIntExact(Written.whole("The size", megabytes));
      int time = Math.toIntExact(Written.whole("The time", minutes));
      List<String> patterns =
          Stream.of(models.split("[\\s,]+")).filter(pattern -> !pattern.isEmpty()).toList();
      CacheSettings checked = settings.get().cache().sized(size, time).withModels(patterns);
      change(old -> old.withCache(checked.withOn(old.cache().on())), done);
    } catch (IllegalArgumentException | ArithmeticException e) {
      refuse("The cache", String.valueOf(e.getMessage()));
    }
  }

  void clearCache(Consumer<Long> done) {
    change.failed(null);
    tasks.load(
        "Clear the cache",
        cache::clear,
        count -> {
          done.accept(count);
          look();
        },
        change::failed);
  }

  /** Adds a limit for models, or sets that of these models anew; its budgets stay. */
  void limit(String models, String requests, String tokens, String concurrent, Runnable done) {
    try {
      ModelLimit limit =
          new ModelLimit(
              models.strip(),
              new KeyBounds(
                  Written.whole("Requests per minute", requests),
                  Written.whole("Tokens per minute", tokens),
                  Written.whole("At once", concurrent),
                  0,
                  0));
      if (limit.bounds().equals(KeyBounds.NONE)) {
        throw new IllegalArgumentException("it bounds nothing");
      }
      change(
          old -> {
            List<ModelLimit> all = new ArrayList<>(old.limits());
            KeyBounds before =
                all.stream()
                    .filter(one -> one.models().equals(limit.models()))
                    .findFirst()
                    .map(ModelLimit::bounds)
                    .orElse(KeyBounds.NONE);
            all.removeIf(one -> one.models().equals(limit.models()));
            all.add(new ModelLimit(limit.models(), limit.bounds().withBudgetsOf(before)));
            return old.withLimits(all);
          },
          done);
    } catch (IllegalArgumentException e) {
      refuse("The limit", String.valueOf(e.getMessage()));
    }
  }

  void unlimit(ModelLimit limit) {
    change(
        old -> old.withLimits(old.limits().stream().filter(one -> !one.equals(limit)).toList()),
        () -> {});
  }

  /** Adds a price, or replaces the one of these models. */
  void price(String models, String input, String output, Runnable done) {
    try {
      ModelPrice price =
          new ModelPrice(
              models.strip(),
              Written.amount("The price of reading", input),
              Written.amount("The price of writing", output));
      change(
          old -> {
            List<ModelPrice> all = new ArrayList<>(old.prices());
            all.removeIf(one -> one.models().equals(price.models()));
            all.add(price);
            return old.withPrices(all);
          },
          done);
    } catch (IllegalArgumentException e) {
      refuse("The price", String.valueOf(e.getMessage()));
    }
  }

  void unprice(ModelPrice price) {
    change(
        old -> old.withPrices(old.prices().stream().filter(one -> !one.equals(price)).toList()),
        () -> {});
  }

  private void change(UnaryOperator<GatewaySettings> how, Runnable done) {
    change.make(
        "Change the gateway",
        how,
        () -> {
          done.run();
          look();
        });
  }

  private void look() {
    tasks.load(
        "Look at the cache",
        cache::now,
        seen -> {
          if (!Objects.equals(seen.orElse(null), now.get())) {
            now.set(seen.orElse(null));
          }
        },
        change::failed);
  }

  private void refuse(String what, String detail) {
    change.refuse(what, detail, "Correct it and try again.");
  }
}
