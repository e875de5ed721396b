// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.keys;

import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.gateway.key.GatewayKey;
import dev.wheelhouse.engine.gateway.key.GatewayKeys;
import dev.wheelhouse.engine.gateway.key.KeyRights;
import dev.wheelhouse.engine.gateway.key.NewKey;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The keys of the gateway's clients, and what is done with them. */
public final class KeysViewModel {
  private final GatewayKeys keys;
  private final UiTasks tasks;
  private final Clock clock;
  private final ObservableList<GatewayKey> list = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable NewKey> made = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();

  public KeysViewModel(GatewayKeys keys, UiTasks tasks, Clock clock) {
    this.keys = keys;
    this.tasks = tasks;
    this.clock = clock;
  }

  /** The newest first. */
  ObservableList<GatewayKey> list() {
    return list;
  }

  /** Whether the list was read at all. */
  ReadOnlyBooleanProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  /** The key that was just made, as long as its secret is on show. */
  ReadOnlyObjectProperty<@Nullable NewKey> madeProperty() {
    return made.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  Instant now() {
    return clock.instant();
  }

  void load() {
    tasks.load("Read the keys", keys::list, this::show, problem::set);
  }

  /**
   * @param done when there is such a key
   */
  void create(KeyForm form, Runnable done) {
    KeyRights rights;
    try {
      rights = form.rights();
    } catch (NumberFormatException e) {
      refuse(String.valueOf(e.getMessage()), "Write a number, or nothing for no limit.");
      return;
    }
    if (form.name().isBlank()) {
      refuse("it has no name", "Name what uses it, such as editor.");
      return;
    }
    if (rights.scopes().isEmpty()) {
      refuse("it allows nothing", "Choose at least one thing that it may do.");
      return;
    }
    Instant expires = form.days() == 0 ? null : clock.instant().plus(Duration.ofDays(form.days()));
    change(
        "Make the key",
        () -> keys.create(form.name(), rights, expires),
        key -> {
          made.set(key);
          done.run();
        });
  }

  /** Takes the secret of the new key off the screen, for good. */
  void forgetSecret() {
    made.set(null);
  }

  void revoke(GatewayKey key, Runnable done) {
    change("Revoke the key", () -> keys.revoke(key.id()), changed -> done.run());
  }

  void restore(GatewayKey key) {
    change("Honour the key again", () -> keys.restore(key.id()), changed -> {});
  }

  void delete(GatewayKey key) {
    change(
        "Delete the key",
        () -> {
          keys.delete(key.id());
          return key;
        },
        gone -> {});
  }

  private <T> void change(String title, Callable<T> work, Consumer<T> done) {
    problem.set(null);
    tasks.load(
        title,
        work,
        result -> {
          done.accept(result);
          load();
        },
        problem::set);
  }

  private void show(List<GatewayKey> now) {
    List<GatewayKey> newest = now.reversed();
    if (!newest.equals(list)) {
      list.setAll(newest);
    }
    loaded.set(true);
  }

  private void refuse(String detail, String remedy) {
    problem.set(new BadInput("The key", detail, remedy));
  }
}
