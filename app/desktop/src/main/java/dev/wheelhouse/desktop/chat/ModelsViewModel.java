// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.chat.Chats;
import dev.wheelhouse.engine.chat.ModelChoice;
import dev.wheelhouse.engine.model.Models;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.Problem;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Which models there are, and the one that answers next. */
public final class ModelsViewModel {
  /** Small, free and quick on any machine; about 1.3 GB. */
  static final String STARTER = "llama3.2:1b";

  static final String STARTER_WORDS = STARTER + " · 1.3 GB";

  private final Chats chats;
  private final Models pulls;
  private final UiTasks tasks;
  private final ObservableList<ModelChoice> models = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable ModelChoice> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper ollamaAnswers = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper pulling = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Problem> pullProblem =
      new ReadOnlyObjectWrapper<>();
  private String preferred = "";

  ModelsViewModel(Chats chats, Models pulls, UiTasks tasks) {
    this.chats = chats;
    this.pulls = pulls;
    this.tasks = tasks;
  }

  public ObservableList<ModelChoice> models() {
    return models;
  }

  public ObjectProperty<@Nullable ModelChoice> chosenProperty() {
    return chosen;
  }

  /** Why there is no model; null while there is one, or before the first answer. */
  public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty loadingProperty() {
    return loading.getReadOnlyProperty();
  }

  /** Asks the gateway again. */
  public void reload() {
    loading.set(true);
    tasks.load(
        "Look for models",
        chats::models,
        found -> {
          loading.set(false);
          problem.set(null);
          show(found);
        },
        this::explain);
  }

  /** Whether there is an Ollama that could get a model; known once {@link #problemProperty} is. */
  public ReadOnlyBooleanProperty ollamaAnswersProperty() {
    return ollamaAnswers.getReadOnlyProperty();
  }

  /** What helps against having no model depends on whether an Ollama answers; it knows more too. */
  private void explain(Problem reason) {
    tasks.load(
        "Look for an Ollama",
        pulls::list,
        there -> fail(reason, true),
        unreachable -> fail(reason instanceof NoModel ? unreachable : reason, false));
  }

  private void fail(Problem reason, boolean answers) {
    loading.set(false);
    ollamaAnswers.set(answers);
    problem.set(reason);
    show(List.of());
  }

  /** Whether the first model is being pulled; the job tray shows how far. */
  public ReadOnlyBooleanProperty pullingProperty() {
    return pulling.getReadOnlyProperty();
  }

  /** Why the first model could not be pulled; null when it could. */
  public ReadOnlyObjectProperty<@Nullable Problem> pullProblemProperty() {
    return pullProblem.getReadOnlyProperty();
  }

  /** Pulls a small model, so that there is one. */
  public void pullStarter() {
    pullProblem.set(null);
    pulling.set(true);
    var _ =
        tasks.job(
            "Get " + STARTER,
            control -> {
              pulls.pull(STARTER, control);
              return STARTER;
            },
            _ -> {
              pulling.set(false);
              reload();
            },
            reason -> {
              pullProblem.set(reason instanceof Cancelled ? null : reason);
              pulling.set(false);
            });
  }

  /** Chooses the model that a conversation used last, as soon as it is there. */
  void prefer(String model) {
    preferred = model;
    choose();
  }

  private void show(List<ModelChoice> found) {
    if (!found.equals(models)) {
      models.setAll(found);
    }
    choose();
  }

  private void choose() {
    ModelChoice now = chosen.get();
    ModelChoice wanted =
        models.stream()
            .filter(model -> model.id().equals(preferred))
            .findFirst()
            .orElse(now != null && models.contains(now) ? now : first());
    chosen.set(wanted);
  }

  private @Nullable ModelChoice first() {
    return models.isEmpty() ? null : models.getFirst();
  }
}
