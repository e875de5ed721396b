// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.models;

import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.model.Models;
import dev.wheelhouse.engine.model.OllamaModel;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.Stacks;
import dev.wheelhouse.engine.text.Sizes;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import org.jspecify.annotations.Nullable;

/** The models of the Ollama in use. */
public final class ModelsViewModel {
  /** Models that run on most machines, with what a download takes. */
  static final List<Suggestion> SUGGESTIONS =
      List.of(
          new Suggestion("llama3.2:3b", "Quick answers in many languages", "2 GB"),
          new Suggestion("qwen3:4b", "Thinks before it answers; calls tools", "2.5 GB"),
          new Suggestion("gemma3:4b", "Reads pictures too", "3.3 GB"),
          new Suggestion("nomic-embed-text", "Turns texts into vectors, for search", "274 MB"));

  private final Models models;
  private final UiTasks tasks;
  private final ObservableList<OllamaModel> list = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final ObservableSet<String> pulling = FXCollections.observableSet();
  private boolean shown;

  /**
   * A model to begin with.
   *
   * @param what it is good at
   * @param size of the download
   */
  record Suggestion(String name, String what, String size) {}

  public ModelsViewModel(Models models, Stacks stacks, UiTasks tasks) {
    this.models = models;
    this.tasks = tasks;
    // When a service comes or goes, another Ollama may answer.
    UiFeed<StackEvent> feed =
        new UiFeed<>(
            tasks.ui(),
            events -> {
              if (shown && events.stream().anyMatch(StackEvent.Changed.class::isInstance)) {
                load();
              }
            });
    stacks.events().subscribe(feed);
  }

  ObservableList<OllamaModel> list() {
    return list;
  }

  /** The suggestions that are not there yet. */
  List<Suggestion> suggestions() {
    return SUGGESTIONS.stream().filter(suggestion -> !isThere(suggestion.name())).toList();
  }

  /** The names of the models that are being pulled. */
  ObservableSet<String> pulling() {
    return pulling;
  }

  /** Ollama calls a model without a tag "latest". */
  private boolean isThere(String name) {
    return list.stream()
        .map(OllamaModel::name)
        .anyMatch(known -> known.equals(name) || known.equals(name + ":latest"));
  }

  /** Whether the list is known; an empty list before that means nothing. */
  ReadOnlyBooleanProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  /** Why there is no list, or what the last order failed of; null when all is well. */
  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  ReadOnlyStringProperty summaryProperty() {
    return summary.getReadOnlyProperty();
  }

  void shown() {
    shown = true;
    load();
  }

  void hidden() {
    shown = false;
  }

  /** Fetches a model; a second order for the same one does nothing. */
  void pull(String name) {
    String wanted = name.strip();
    if (wanted.isEmpty() || !pulling.add(wanted)) {
      return;
    }
    problem.set(null);
    tasks.job(
        "Pull " + wanted,
        control -> {
          models.pull(wanted, control);
          return wanted;
        },
        done -> {
          pulling.remove(wanted);
          load();
        },
        cause -> {
          pulling.remove(wanted);
          failed(cause);
        });
  }

  void delete(OllamaModel model) {
    problem.set(null);
    tasks.load(
        "Delete " + model.name(),
        () -> {
          models.delete(model.name());
          return model;
        },
        done -> load(),
        this::failed);
  }

  void load() {
    tasks.load("Read the models", models::list, this::show, this::failed);
  }

  private void failed(Problem cause) {
    if (!(cause instanceof Cancelled)) {
      problem.set(cause);
    }
  }

  private void show(List<OllamaModel> found) {
    List<OllamaModel> sorted = new ArrayList<>(found);
    sorted.sort((one, other) -> one.name().compareTo(other.name()));
    if (!sorted.equals(list)) {
      list.setAll(sorted);
    }
    loaded.set(true);
    problem.set(null);
    long bytes = sorted.stream().mapToLong(OllamaModel::sizeBytes).sum();
    summary.set(
        sorted.isEmpty()
            ? ""
            : Amounts.count(sorted.size(), "model", "models") + " · " + Sizes.bytes(bytes));
  }
}
