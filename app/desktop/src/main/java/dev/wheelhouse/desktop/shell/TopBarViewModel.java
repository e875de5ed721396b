// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.Stacks;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What is always visible: which stack, and whether the engine answers. */
public final class TopBarViewModel implements AutoCloseable {
  private final DockerConnection docker;
  private final CurrentStack current;
  private final UiTasks tasks;
  private final ReadOnlyObjectWrapper<EngineSummary> engine;
  private final ObservableList<Stack> stacks = FXCollections.observableArrayList();
  private final List<Subscription> subscriptions;

  public TopBarViewModel(
      Stacks stacks, DockerConnection docker, CurrentStack current, UiTasks tasks) {
    this.docker = docker;
    this.current = current;
    this.tasks = tasks;
    engine = new ReadOnlyObjectWrapper<>(EngineSummary.of(docker.state()));
    UiFeed<DockerConnection.State> states =
        new UiFeed<>(tasks.ui(), batch -> engine.set(EngineSummary.of(batch.getLast())));
    UiFeed<StackEvent.Changed> changes =
        new UiFeed<>(tasks.ui(), batch -> batch.forEach(change -> apply(change.snapshot())));
    subscriptions =
        List.of(
            docker.events().subscribe(states),
            stacks
                .events()
                .subscribe(event -> {
                  if (event instanceof StackEvent.Changed changed) {
                    changes.accept(changed);
                  }
                }));
  }

  ReadOnlyObjectProperty<EngineSummary> engineProperty() {
    return engine.getReadOnlyProperty();
  }

  ObservableList<Stack> stacks() {
    return stacks;
  }

  ReadOnlyObjectProperty<StackId> currentProperty() {
    return current.property();
  }

  Optional<Stack> currentStack() {
    return stacks.stream().filter(stack -> stack.id().equals(current.get())).findFirst();
  }

  void choose(StackId id) {
    current.set(id);
  }

  /** Asks the engine again, now. */
  void lookAgain() {
    tasks.load("Looking for an engine", docker::refresh, state -> {}, problem -> {});
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
  }

  private void apply(Stack snapshot) {
    for (int i = 0; i < stacks.size(); i++) {
      if (stacks.get(i).id().equals(snapshot.id())) {
        stacks.set(i, snapshot);
        return;
      }
    }
    stacks.add(snapshot);
  }
}
