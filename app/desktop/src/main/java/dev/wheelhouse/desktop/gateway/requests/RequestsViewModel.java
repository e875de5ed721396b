// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.requests;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.gateway.part.Follow;
import dev.wheelhouse.engine.gateway.config.GatewaySettingsStore;
import dev.wheelhouse.engine.gateway.config.RequestLogSettings;
import dev.wheelhouse.engine.gateway.request.GatewayRequests;
import dev.wheelhouse.engine.gateway.request.RequestDetail;
import dev.wheelhouse.engine.gateway.request.RequestEntry;
import dev.wheelhouse.engine.gateway.request.RequestLogSize;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/** The newest requests, which of them are on show, and how they are logged. */
public final class RequestsViewModel {
  /** More can be exported. */
  static final int MOST = 500;

  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final GatewayRequests requests;
  private final GatewaySettingsStore store;
  private final UiTasks tasks;
  private final ObservableList<RequestEntry> all = FXCollections.observableArrayList();
  private final FilteredList<RequestEntry> shown = new FilteredList<>(all, Filter.NONE);
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<RequestLogSettings> settings;
  private final ReadOnlyObjectWrapper<RequestLogSize> size =
      new ReadOnlyObjectWrapper<>(new RequestLogSize(0, 0, 0));
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private Filter filter = Filter.NONE;
  private final Follow follow;

  private record Seen(List<RequestEntry> newest, RequestLogSize size) {}

  public RequestsViewModel(GatewayRequests requests, GatewaySettingsStore store, UiTasks tasks) {
    this.requests = requests;
    this.store = store;
    this.tasks = tasks;
    follow = new Follow(tasks.ui(), PERIOD, this::look);
    settings = new ReadOnlyObjectWrapper<>(store.get().log());
    store
        .events()
        .subscribe(new UiFeed<>(tasks.ui(), batch -> settings.set(batch.getLast().log())));
  }

  /** Those that the filter lets through, the newest first. */
  ObservableList<RequestEntry> shown() {
    return shown;
  }

  /** All that were read. */
  ObservableList<RequestEntry> all() {
    return all;
  }

  ReadOnlyBooleanProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<RequestLogSettings> settingsProperty() {
    return settings.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<RequestLogSize> sizeProperty() {
    return size.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  Filter filter() {
    return filter;
  }

  void filter(Filter wanted) {
    filter = wanted;
    shown.setPredicate(wanted);
  }

  /** Follows the log until {@link #follow follow(false)}. */
  void follow(boolean on) {
    follow.on(on);
  }

  /** The longest of those on show: what the whole width of a bar stands for. */
  Duration longest() {
    return shown.stream()
        .map(entry -> entry.timing().total())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  void detail(RequestEntry entry, Consumer<Optional<RequestDetail>> use) {
    tasks.load("Read the request", () -> requests.detail(entry.id()), use, problem::set);
  }

  /**
   * Keeps whether the answer was good.
   *
   * @param score from -1, bad, to 1, good
   */
  void rate(RequestEntry entry, double score) {
    act(
        "Rate the answer",
        () -> requests.rate(entry.id(), score),
        kept -> {
          if (!kept) {
            problem.set(
                new BadInput(
                    "What you said of the answer",
                    "the request is not in the log any more",
                    "Choose a newer one."));
          }
        });
  }

  void export(Path file, Consumer<Long> done) {
    act("Export the requests", () -> requests.export(file), done);
  }

  void clear() {
    act(
        "Clear the log",
        () -> {
          requests.clear();
          return true;
        },
        cleared -> {
          all.clear();
          look();
        });
  }

  void log(boolean on) {
    change(log -> log.withOn(on));
  }

  void keepContents(boolean on) {
    change(log -> log.withContents(on));
  }

  private void change(UnaryOperator<RequestLogSettings> how) {
    act(
        "Change the log",
        () -> store.update(now -> now.withLog(how.apply(now.log()))),
        changed -> look());
  }

  private <T> void act(String title, Callable<T> work, Consumer<? super T> done) {
    problem.set(null);
    tasks.load(title, work, done, problem::set);
  }

  private void look() {
    tasks.load(
        "Read the requests",
        () -> new Seen(requests.newest(MOST), requests.size()),
        this::show,
        problem::set);
  }

  /** Adds what is new at the top, so that rows keep their places and their selection. */
  private void show(Seen seen) {
    if (!seen.size().equals(size.get())) {
      size.set(seen.size());
    }
    List<RequestEntry> newest = seen.newest();
    if (!newest.equals(all)) {
      int fresh = all.isEmpty() ? -1 : newest.indexOf(all.getFirst());
      if (fresh < 0) {
        all.setAll(newest);
      } else {
        all.addAll(0, newest.subList(0, fresh));
        if (all.size() > newest.size()) {
          all.remove(newest.size(), all.size());
        }
      }
    }
    loaded.set(true);
  }
}
