// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.chat.ChatEvent;
import dev.wheelhouse.engine.chat.Chats;
import dev.wheelhouse.engine.chat.Conversation;
import dev.wheelhouse.engine.chat.Message;
import dev.wheelhouse.engine.chat.Message.Role;
import dev.wheelhouse.engine.chat.Message.Status;
import dev.wheelhouse.engine.chat.ModelChoice;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Conversations in memory; the test writes the answers. */
public final class FakeChats implements Chats {
  /** Writes an answer piece by piece. */
  @FunctionalInterface
  public interface Writer {
    void text(String more, String thinking);
  }

  /** What the model does when it is asked. */
  @FunctionalInterface
  public interface Script {
    void answer(String question, JobControl control, Writer writer);
  }

  private final Map<Long, Conversation> conversations = new TreeMap<>();
  private final Map<Long, Message> messages = new TreeMap<>();
  private final Set<Long> deleted = new HashSet<>();
  private final EventBus<ChatEvent> events = new EventBus<>();
  private List<ModelChoice> models =
      List.of(new ModelChoice("llama3.2:1b", "local-ai"), new ModelChoice("qwen3:4b", "local-ai"));
  private Script script = (question, control, writer) -> writer.text("You said: " + question, "");
  private @Nullable Problem modelProblem;
  private long nextId = 1;

  /** Decides what the next answers are. */
  public void script(Script wanted) {
    script = wanted;
  }

  /** Decides which models there are; a problem when there is none. */
  public void models(List<ModelChoice> wanted, @Nullable Problem problem) {
    models = wanted;
    modelProblem = problem;
  }

  /** Adds a conversation as if it had been there before. */
  public synchronized Conversation add(String title, Instant changedAt) {
    long id = nextId++;
    Conversation conversation = new Conversation(id, title, "llama3.2:1b", changedAt, changedAt, 0);
    conversations.put(id, conversation);
    return conversation;
  }

  /** Adds a message as if it had been there before. */
  public synchronized Message add(long conversation, Role role, String text, Status status) {
    return put(
        new Message(
            nextId++,
            conversation,
            role,
            text,
            "",
            role == Role.ASSISTANT ? "llama3.2:1b" : "",
            status,
            Samples.NOW.minusSeconds(60),
            role == Role.ASSISTANT ? new Message.Figures("llama3.2:1b", 120, 210, 0.6, 5.7) : null,
            status == Status.FAILED ? "llama3.2:1b did not answer: connection reset" : ""));
  }

  /** Adds a message that is fully given. */
  public synchronized Message put(Message message) {
    messages.put(message.id(), message);
    return message;
  }

  @Override
  public synchronized List<Conversation> list(String search) {
    return conversations.values().stream()
        .filter(one -> !deleted.contains(one.id()))
        .filter(one -> matches(one, search.toLowerCase(java.util.Locale.ROOT)))
        .sorted(Comparator.comparing(Conversation::changedAt).reversed())
        .toList();
  }

  private boolean matches(Conversation one, String search) {
    return one.title().toLowerCase(java.util.Locale.ROOT).contains(search)
        || messages(one.id()).stream().anyMatch(message -> message.text().contains(search));
  }

  @Override
  public Conversation create(String title) {
    Conversation conversation = add(title, Samples.NOW);
    events.publish(new ChatEvent.ListChanged(conversation.id()));
    return conversation;
  }

  @Override
  public void rename(long id, String title) {
    synchronized (this) {
      Conversation old = conversations.get(id);
      conversations.put(
          id,
          new Conversation(
              id, title, old.model(), old.createdAt(), old.changedAt(), old.messages()));
    }
    events.publish(new ChatEvent.ListChanged(id));
  }

  @Override
  public void delete(long conversation) {
    deleted.add(conversation);
    events.publish(new ChatEvent.ListChanged(conversation));
  }

  @Override
  public void restore(long conversation) {
    deleted.remove(conversation);
    events.publish(new ChatEvent.ListChanged(conversation));
  }

  @Override
  public synchronized List<Message> messages(long conversation) {
    return messages.values().stream()
        .filter(message -> message.conversationId() == conversation)
        .toList();
  }

  @Override
  public Events<ChatEvent> events() {
    return events;
  }

  @Override
  public List<ModelChoice> models() {
    Problem problem = modelProblem;
    if (problem != null) {
      throw new ProblemException(problem);
    }
    if (models.isEmpty()) {
      throw new ProblemException(new NoModel(List.of("no upstream")));
    }
    return models;
  }

  @Override
  public Message send(long conversation, String model, String text, JobControl control) {
    if (conversations.get(conversation).title().isEmpty()) {
      rename(conversation, text.lines().findFirst().orElse(""));
    }
    Message question = add(conversation, Role.USER, text, Status.COMPLETE);
    events.publish(new ChatEvent.Changed(question));
    return answer(conversation, model, text, control);
  }

  @Override
  public Message regenerate(long conversation, String model, JobControl control) {
    Message question = lastQuestion(conversation);
    dropAfter(question);
    return answer(conversation, model, question.text(), control);
  }

  @Override
  public Message editLast(long conversation, String model, String text, JobControl control) {
    Message question = lastQuestion(conversation);
    dropAfter(question);
    Message edited = with(question, text, "", Status.COMPLETE, "");
    put(edited);
    events.publish(new ChatEvent.Changed(edited));
    return answer(conversation, model, text, control);
  }

  private Message answer(long conversation, String model, String question, JobControl control) {
    Message[] now = {
      put(
          new Message(
              nextId++,
              conversation,
              Role.ASSISTANT,
              "",
              "",
              model,
              Status.STREAMING,
              Samples.NOW,
              null,
              ""))
    };
    events.publish(new ChatEvent.Changed(now[0]));
    try {
      script.answer(
          question,
          control,
          (more, thinking) -> {
            control.checkCancelled();
            now[0] = with(now[0], now[0].text() + more, thinking, Status.STREAMING, "");
            events.publish(new ChatEvent.Delta(conversation, now[0].id(), more, thinking));
          });
      now[0] = with(now[0], now[0].text(), "", Status.COMPLETE, "");
      return now[0];
    } catch (ProblemException e) {
      boolean stopped = control.cancelled();
      now[0] =
          with(
              now[0],
              now[0].text(),
              "",
              stopped ? Status.STOPPED : Status.FAILED,
              stopped ? "" : e.problem().cause());
      throw e;
    } finally {
      put(now[0]);
      events.publish(new ChatEvent.Changed(now[0]));
    }
  }

  private Message lastQuestion(long conversation) {
    return messages(conversation).reversed().stream()
        .filter(message -> message.role() == Role.USER)
        .findFirst()
        .orElseThrow();
  }

  private synchronized void dropAfter(Message question) {
    for (Message message : new ArrayList<>(messages(question.conversationId()))) {
      if (message.id() > question.id()) {
        messages.remove(message.id());
      }
    }
  }

  private static Message with(
      Message old, String text, String thinking, Status status, String error) {
    boolean ended = old.role() == Role.ASSISTANT && status != Status.STREAMING;
    return new Message(
        old.id(),
        old.conversationId(),
        old.role(),
        text,
        old.thinking() + thinking,
        old.model(),
        status,
        old.createdAt(),
        ended ? new Message.Figures(old.model(), 120, 210, 0.6, 5.7) : null,
        error);
  }
}
