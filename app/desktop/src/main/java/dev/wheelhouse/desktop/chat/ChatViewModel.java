// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.chat.ChatEvent;
import dev.wheelhouse.engine.chat.Chats;
import dev.wheelhouse.engine.chat.Conversation;
import dev.wheelhouse.engine.chat.Message;
import dev.wheelhouse.engine.chat.ModelChoice;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.model.Models;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import dev.wheelhouse.engine.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The chat screen's state: which conversation is open, its messages, and what is being written. */
public final class ChatViewModel implements AutoCloseable {
  /** The conversation that exists only on the screen until its first message is sent. */
  static final long NEW = 0;

  private final Chats chats;
  private final UiTasks tasks;
  private final ConversationsViewModel list;
  private final ModelsViewModel models;
  private final Transcript transcript = new Transcript();
  private final Map<Long, String> drafts = new HashMap<>();
  private final Answers answers;
  private final ReadOnlyLongWrapper current = new ReadOnlyLongWrapper(NEW);
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper answering = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper editing = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final StringProperty draft = new SimpleStringProperty("");
  private final UiFeed<ChatEvent> feed;
  private final Subscription events;

  public ChatViewModel(Chats chats, Models pulls, UiTasks tasks) {
    this.chats = chats;
    this.tasks = tasks;
    list = new ConversationsViewModel(chats, tasks);
    models = new ModelsViewModel(chats, pulls, tasks);
    answers = new Answers(tasks, _ -> update());
    list.conversations().subscribe(this::updateTitle);
    feed = new UiFeed<>(tasks.ui(), this::apply);
    events = chats.events().subscribe(feed);
  }

  public ConversationsViewModel list() {
    return list;
  }

  public ModelsViewModel models() {
    return models;
  }

  public ObservableList<MessageItem> messages() {
    return transcript.items();
  }

  /** Id of the open conversation; 0 for a new one. */
  public ReadOnlyLongProperty currentProperty() {
    return current.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }

  /** Whether an answer is being written in the open conversation. */
  public ReadOnlyBooleanProperty answeringProperty() {
    return answering.getReadOnlyProperty();
  }

  /** Whether the composer holds the last question, to be asked anew. */
  public ReadOnlyBooleanProperty editingProperty() {
    return editing.getReadOnlyProperty();
  }

  /** Why the last answer of the open conversation failed; null when it did not. */
  public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** What is in the composer; kept for each conversation. */
  public StringProperty draftProperty() {
    return draft;
  }

  /** The screen became visible. */
  public void shown() {
    list.reload();
    models.reload();
  }

  /** Begins a conversation; nothing is stored before the first message. */
  public void openNew() {
    open(NEW);
  }

  public void open(long id) {
    if (id == current.get()) {
      return;
    }
    drafts.put(current.get(), editing.get() ? "" : draft.get());
    editing.set(false);
    current.set(id);
    transcript.open(id);
    draft.set(drafts.getOrDefault(id, ""));
    update();
    list.find(id).ifPresent(conversation -> models.prefer(conversation.model()));
    loadMessages(id, () -> {});
  }

  /** Sends what is in the composer, or asks the edited question anew. */
  public void send() {
    String text = draft.get().strip();
    ModelChoice model = models.chosenProperty().get();
    if (text.isEmpty() || answering.get()) {
      return;
    }
    if (model == null) {
      Problem reason = models.problemProperty().get();
      answers.fail(current.get(), reason == null ? new NoModel(List.of()) : reason);
      return;
    }
    boolean edited = editing.get();
    editing.set(false);
    draft.set("");
    long id = current.get();
    if (edited) {
      transcript.last(Message.Role.USER).ifPresent(item -> transcript.dropAfter(item.id()));
      answer(id, text, control -> chats.editLast(id, model.id(), text, control));
    } else if (id == NEW) {
      begin(model, text);
    } else {
      answer(id, text, control -> chats.send(id, model.id(), text, control));
    }
  }

  /** Ends the answer that is being written; what has arrived is kept. */
  public void stop() {
    answers.stop(current.get());
  }

  /** Asks the last question again. */
  public void regenerate() {
    ModelChoice model = models.chosenProperty().get();
    Optional<MessageItem> question = transcript.last(Message.Role.USER);
    if (model == null || answering.get() || question.isEmpty()) {
      return;
    }
    long id = current.get();
    transcript.dropAfter(question.get().id());
    answer(id, "", control -> chats.regenerate(id, model.id(), control));
  }

  /** Puts the last question into the composer. */
  public void editLast() {
    if (!answering.get()) {
      transcript
          .last(Message.Role.USER)
          .ifPresent(item -> {
            editing.set(true);
            draft.set(item.message().text());
          });
    }
  }

  /** Leaves the last question as it is. */
  public void cancelEdit() {
    if (editing.get()) {
      editing.set(false);
      draft.set("");
    }
  }

  /** Takes the problem out of sight. */
  public void dismissProblem() {
    answers.dismiss(current.get());
  }

  /** The open conversation as markdown, for the clipboard. */
  public String asMarkdown() {
    StringBuilder text = new StringBuilder("# ").append(title.get()).append('\n');
    for (MessageItem item : transcript.items()) {
      boolean user = item.message().role() == Message.Role.USER;
      text.append("\n**")
          .append(user ? "You" : item.message().model())
          .append("**\n\n")
          .append(item.message().text())
          .append('\n');
    }
    return text.toString();
  }

  /** Whether this conversation is being answered, also when it is not open. */
  public boolean isAnswering(long conversation) {
    return answers.running(conversation);
  }

  @Override
  public void close() {
    events.close();
    feed.close();
  }

  private void begin(ModelChoice model, String text) {
    tasks.load(
        "Begin a conversation",
        () -> chats.create(""),
        conversation -> {
          long id = conversation.id();
          open(id);
          answer(id, text, control -> chats.send(id, model.id(), text, control));
        },
        reason -> {
          draft.set(text);
          answers.fail(NEW, reason);
        });
  }

  /**
   * @param text what was asked; goes back to the composer when it could not even be stored
   */
  private void answer(long id, String text, Job.Work<Message> work) {
    String name = title.get().isEmpty() ? shorten(text) : title.get();
    answers.start(
        id, "Answer in “" + name + "”", work, () -> loadMessages(id, () -> keepUnsent(id, text)));
  }

  private void keepUnsent(long id, String text) {
    boolean stored =
        transcript
            .last(Message.Role.USER)
            .filter(item -> item.message().text().strip().equals(text))
            .isPresent();
    if (!text.isEmpty() && !stored && id == current.get() && draft.get().isEmpty()) {
      draft.set(text);
    }
  }

  private void loadMessages(long id, Runnable then) {
    if (id != NEW && id == current.get()) {
      tasks.load(
          "Read the messages",
          () -> chats.messages(id),
          stored -> {
            transcript.load(id, stored);
            then.run();
          },
          reason -> answers.fail(id, reason));
    }
  }

  private void apply(List<ChatEvent> batch) {
    transcript.apply(batch);
    boolean listChanged = false;
    boolean currentChanged = false;
    for (ChatEvent event : batch) {
      if (event instanceof ChatEvent.ListChanged changed) {
        listChanged = true;
        currentChanged |= changed.conversationId() == current.get();
      }
    }
    if (listChanged) {
      list.reload();
    }
    if (currentChanged) {
      loadMessages(current.get(), () -> {});
    }
  }

  private void update() {
    answering.set(answers.running(current.get()));
    problem.set(answers.problem(current.get()));
    updateTitle();
  }

  private void updateTitle() {
    if (current.get() == NEW) {
      title.set("");
    } else {
      list.find(current.get()).map(Conversation::title).ifPresent(title::set);
    }
  }

  private static String shorten(String text) {
    String line = text.lines().findFirst().orElse("New chat");
    return line.length() <= 40 ? line : line.substring(0, 40) + "…";
  }
}
