// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway;

import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.chat.Chats;
import dev.wheelhouse.engine.chat.ModelChoice;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The gateway's state, and what is behind it. */
public final class GatewayViewModel {
  private final LocalGateway gateway;
  private final Chats chats;
  private final UiTasks tasks;
  private final ReadOnlyObjectWrapper<LocalGateway.State> state;
  private final ReadOnlyObjectWrapper<@Nullable Problem> modelProblem =
      new ReadOnlyObjectWrapper<>();
  private final ObservableList<Upstream> upstreams = FXCollections.observableArrayList();

  /** Where models run, and which. */
  record Upstream(String name, List<String> models) {
    String words() {
      return Amounts.count(models.size(), "model", "models");
    }

    /** The first of them by name, and how many more there are. */
    String someModels(int most) {
      String some = String.join(", ", models.stream().limit(most).toList());
      return models.size() > most ? some + " and " + (models.size() - most) + " more" : some;
    }
  }

  public GatewayViewModel(LocalGateway gateway, Chats chats, UiTasks tasks) {
    this.gateway = gateway;
    this.chats = chats;
    this.tasks = tasks;
    state = new ReadOnlyObjectWrapper<>(gateway.state());
    gateway.events().subscribe(new UiFeed<>(tasks.ui(), states -> state.set(states.getLast())));
  }

  ReadOnlyObjectProperty<LocalGateway.State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /** Why no models are known; null when they are. */
  ReadOnlyObjectProperty<@Nullable Problem> modelProblemProperty() {
    return modelProblem.getReadOnlyProperty();
  }

  ObservableList<Upstream> upstreams() {
    return upstreams;
  }

  void start() {
    tasks.load("Start the gateway", gateway::start, started -> loadModels(), modelProblem::set);
  }

  /** It is on show: the gateway is started, because this screen is about using it. */
  void shown() {
    start();
  }

  /** Hands over the token; it may have to be made first. */
  void token(Consumer<String> use, Consumer<Problem> failed) {
    tasks.load("Read the token", gateway::token, use, failed);
  }

  private void loadModels() {
    tasks.load(
        "Read the models",
        chats::models,
        models -> {
          modelProblem.set(null);
          show(models);
        },
        problem -> {
          upstreams.clear();
          modelProblem.set(problem);
        });
  }

  private void show(List<ModelChoice> models) {
    Map<String, List<String>> byUpstream = new LinkedHashMap<>();
    for (ModelChoice choice : models) {
      byUpstream.computeIfAbsent(choice.upstream(), name -> new ArrayList<>()).add(choice.id());
    }
    List<Upstream> found =
        byUpstream.entrySet().stream()
            .map(entry -> new Upstream(entry.getKey(), List.copyOf(entry.getValue())))
            .toList();
    if (!found.equals(upstreams)) {
      upstreams.setAll(found);
    }
  }
}
