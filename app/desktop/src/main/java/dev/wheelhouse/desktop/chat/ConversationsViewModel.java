// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.chat.Chats;
import dev.wheelhouse.engine.chat.Conversation;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The list of conversations: search, rename, delete and bring back. */
public final class ConversationsViewModel {
  private static final Duration TYPING_PAUSE = Duration.ofMillis(150);

  private final Chats chats;
  private final UiTasks tasks;
  private final ObservableList<Conversation> conversations = FXCollections.observableArrayList();
  private final StringProperty search = new SimpleStringProperty("");
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private Subscription typing = () -> {};

  ConversationsViewModel(Chats chats, UiTasks tasks) {
    this.chats = chats;
    this.tasks = tasks;
    search.subscribe((before, now) -> {
      typing.close();
      typing = tasks.ui().after(TYPING_PAUSE, this::reload);
    });
  }

  /** Newest first, as the search wants them. */
  public ObservableList<Conversation> conversations() {
    return conversations;
  }

  public StringProperty searchProperty() {
    return search;
  }

  /** Whether the list was read at least once. */
  public ReadOnlyBooleanProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Reads the list again. */
  public void reload() {
    String wanted = search.get();
    tasks.load(
        "Read the conversations",
        () -> chats.list(wanted),
        list -> {
          if (wanted.equals(search.get())) {
            loaded.set(true);
            problem.set(null);
            if (!list.equals(conversations)) {
              conversations.setAll(list);
            }
          }
        },
        problem::set);
  }

  Optional<Conversation> find(long id) {
    return conversations.stream().filter(conversation -> conversation.id() == id).findFirst();
  }

  /** Renames; an empty title changes nothing. */
  public void rename(long id, String title) {
    if (!title.isBlank()) {
      change("Rename the conversation", () -> chats.rename(id, title.strip()));
    }
  }

  /**
   * Deletes at once.
   *
   * @param deleted gets the conversation and what brings it back
   */
  public void delete(Conversation conversation, BiConsumer<Conversation, Runnable> deleted) {
    tasks.load(
        "Delete the conversation",
        () -> {
          chats.delete(conversation.id());
          return conversation;
        },
        gone -> {
          reload();
          deleted.accept(
              gone, () -> change("Bring the conversation back", () -> chats.restore(gone.id())));
        },
        problem::set);
  }

  private void change(String title, Runnable change) {
    tasks.load(
        title,
        () -> {
          change.run();
          return true;
        },
        _ -> reload(),
        problem::set);
  }
}
