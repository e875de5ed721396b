// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.connect;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.gateway.part.SettingsChange;
import dev.wheelhouse.engine.gateway.config.GatewaySettingsStore;
import dev.wheelhouse.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The web pages that may call the gateway. */
public final class OriginsViewModel {
  private final ObservableList<String> origins = FXCollections.observableArrayList();
  private final SettingsChange change;

  public OriginsViewModel(GatewaySettingsStore store, UiTasks tasks) {
    change = new SettingsChange(store, tasks);
    store
        .events()
        .subscribe(
            new UiFeed<>(
                tasks.ui(),
                batch -> {
                  List<String> changed = batch.getLast().origins();
                  if (!changed.equals(origins)) {
                    origins.setAll(changed);
                  }
                }));
  }

  ObservableList<String> origins() {
    return origins;
  }

  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return change.problemProperty();
  }

  /**
   * Lets the pages of an origin call; of a whole address its beginning counts.
   *
   * @param done when they may
   */
  void allow(String address, Runnable done) {
    String origin = origin(address);
    change.make(
        "Allow a web page",
        old -> {
          List<String> all = new ArrayList<>(old.origins());
          if (!all.contains(origin)) {
            all.add(origin);
          }
          return old.withOrigins(all);
        },
        done);
  }

  void forbid(String origin) {
    change.make(
        "Forbid a web page",
        old -> old.withOrigins(old.origins().stream().filter(one -> !one.equals(origin)).toList()),
        () -> {});
  }

  /** Scheme and host in small letters, as browsers send them; without path and what follows it. */
  private static String origin(String address) {
    String text = address.strip();
    int host = text.indexOf("://") + 3;
    int path = host < 3 ? -1 : text.indexOf('/', host);
    return (path < 0 ? text : text.substring(0, path)).toLowerCase(Locale.ROOT);
  }
}
