// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.connect;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.chat.Chats;
import dev.wheelhouse.engine.chat.ModelChoice;
import dev.wheelhouse.engine.gateway.LocalGateway;
import java.net.URI;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What to copy into which app, for the address and a model that there are. */
public final class ConnectViewModel {
  private static final String EXAMPLE = "llama3.2:3b";
  private static final URI USUAL = URI.create("http://127.0.0.1:11435");

  private final Chats chats;
  private final UiTasks tasks;
  private final ReadOnlyObjectWrapper<List<Snippet>> snippets =
      new ReadOnlyObjectWrapper<>(Snippet.all(USUAL, EXAMPLE));
  private URI address = USUAL;
  private String model = EXAMPLE;

  public ConnectViewModel(LocalGateway gateway, Chats chats, UiTasks tasks) {
    this.chats = chats;
    this.tasks = tasks;
    gateway.events().subscribe(new UiFeed<>(tasks.ui(), states -> heard(states.getLast())));
  }

  ReadOnlyObjectProperty<List<Snippet>> snippetsProperty() {
    return snippets.getReadOnlyProperty();
  }

  /** Looks for a model to name in the examples; without any, one that users often have. */
  void load() {
    tasks.load("Read the models", chats::models, this::found, problem -> {});
  }

  private void heard(LocalGateway.State state) {
    if (state instanceof LocalGateway.State.Listening listening) {
      address = listening.address();
      show();
    }
  }

  private void found(List<ModelChoice> models) {
    if (!models.isEmpty()) {
      model = models.getFirst().id();
      show();
    }
  }

  private void show() {
    List<Snippet> now = Snippet.all(address, model);
    if (!now.equals(snippets.get())) {
      snippets.set(now);
    }
  }
}
