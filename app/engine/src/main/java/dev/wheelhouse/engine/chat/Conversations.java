// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import dev.wheelhouse.engine.chat.CompletionStream.AnswerBroken;
import dev.wheelhouse.engine.chat.Message.Role;
import dev.wheelhouse.engine.chat.Message.Status;
import dev.wheelhouse.engine.chat.MessageStore.Turn;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.ChatProblem.AnswerFailed;
import dev.wheelhouse.engine.problem.ChatProblem.KeyRejected;
import dev.wheelhouse.engine.problem.ChatProblem.ModelRefused;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import dev.wheelhouse.engine.problem.EngineProblem.NotFound;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.store.Database;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;

/** Conversations in the database, answered through the gateway. */
public final class Conversations implements Chats {
  private final ConversationStore conversations;
  private final MessageStore store;
  private final GatewayClient gateway;
  private final EventBus<ChatEvent> events = new EventBus<>();
  private final Set<Long> answering = ConcurrentHashMap.newKeySet();

  private Conversations(Database database, LocalGateway gateway, OkHttpClient http, Clock clock) {
    this.conversations = new ConversationStore(database, clock);
    this.store = new MessageStore(database, clock);
    this.gateway = new GatewayClient(gateway, http);
  }

  /** Marks answers that a crash cut short, and drops for good what was deleted before. */
  public static Conversations open(
      Database database, LocalGateway gateway, OkHttpClient http, Clock clock) {
    Conversations chats = new Conversations(database, gateway, http, clock);
    chats.store.markInterrupted(database.first());
    if (database.first()) {
      chats.conversations.purge();
    }
    return chats;
  }

  @Override
  public List<Conversation> list(String search) {
    return conversations.list(search);
  }

  @Override
  public Conversation create(String title) {
    long id = conversations.create(title.strip());
    events.publish(new ChatEvent.ListChanged(id));
    return existing(id);
  }

  @Override
  public void rename(long conversation, String title) {
    if (title.isBlank()) {
      throw new ProblemException(
          new BadInput("The title", "it is empty", "Give the conversation a name."));
    }
    tell(conversation, conversations.rename(conversation, title.strip()));
  }

  @Override
  public void delete(long conversation) {
    tell(conversation, conversations.delete(conversation));
  }

  @Override
  public void restore(long conversation) {
    tell(conversation, conversations.restore(conversation));
  }

  @Override
  public List<Message> messages(long conversation) {
    return store.of(conversation);
  }

  @Override
  public Events<ChatEvent> events() {
    return events;
  }

  @Override
  public List<ModelChoice> models() {
    try {
      List<ModelChoice> models = gateway.models();
      if (models.isEmpty()) {
        throw new ProblemException(new NoModel(List.of("the gateway knows no model")));
      }
      return models;
    } catch (AnswerBroken e) {
      throw new ProblemException(new NoModel(List.of(e.detail())), e);
    } catch (IOException e) {
      throw new ProblemException(new NoModel(List.of(e.toString())), e);
    }
  }

  @Override
  public Message send(long conversation, String model, String text, JobControl control) {
    check(model, text);
    existing(conversation);
    return alone(
        conversation,
        () -> {
          Turn turn = store.ask(conversation, model, text, ChatText.title(text));
          events.publish(new ChatEvent.ListChanged(conversation));
          events.publish(new ChatEvent.Changed(turn.question()));
          return answer(turn.answer(), false, control);
        });
  }

  @Override
  public Message regenerate(long conversation, String model, JobControl control) {
    existing(conversation);
    return alone(
        conversation,
        () -> {
          check(model, "again");
          Message answer = store.askAgain(conversation, model, lastQuestion(conversation).id());
          events.publish(new ChatEvent.ListChanged(conversation));
          return answer(answer, true, control);
        });
  }

  @Override
  public Message editLast(long conversation, String model, String text, JobControl control) {
    check(model, text);
    existing(conversation);
    return alone(
        conversation,
        () -> {
          Turn turn = store.edit(conversation, model, lastQuestion(conversation).id(), text);
          events.publish(new ChatEvent.ListChanged(conversation));
          events.publish(new ChatEvent.Changed(turn.question()));
          return answer(turn.answer(), false, control);
        });
  }

  /**
   * Asks the model and writes the answer.
   *
   * @param replaces an answer without any text leaves the one before it in place
   */
  private Message answer(Message begun, boolean replaces, JobControl control) {
    events.publish(new ChatEvent.Changed(begun));
    control.report(Progress.step(begun.model() + " answers"));
    AnswerWriter writer = new AnswerWriter(begun, store, events::publish);
    List<Message> history =
        store.of(begun.conversationId()).stream().filter(m -> m.id() < begun.id()).toList();
    try {
      control.checkCancelled();
      gateway.complete(new CompletionRequest(begun.model(), history), writer, control);
      writer.route(gateway.route(begun.model()));
      return finish(begun, writer.end(Status.COMPLETE, ""));
    } catch (IOException | AnswerBroken | RuntimeException e) {
      // whatever it was, the answer must not stay behind as one that still streams
      if (replaces && !writer.started()) {
        store.withdraw(begun.id());
        events.publish(new ChatEvent.ListChanged(begun.conversationId()));
      } else if (control.cancelled()) {
        return finish(begun, writer.end(Status.STOPPED, ""));
      } else {
        finish(begun, writer.end(Status.FAILED, problem(begun.model(), e).evidenceText()));
      }
      control.checkCancelled();
      throw problem(begun.model(), e).exception(e);
    }
  }

  private Message finish(Message begun, AnswerEnd end) {
    Message stored = store.finish(begun.id(), end);
    events.publish(new ChatEvent.Changed(stored));
    return stored;
  }

  private static Failure problem(String model, Exception e) {
    return switch (e) {
      case ProblemException known -> new Failure(known.problem());
      case AnswerBroken broken ->
          new Failure(
              switch (broken.code()) {
                case "upstream_credentials_rejected" -> new KeyRejected(model, broken.detail());
                case "model_not_found" -> new ModelRefused(model, broken.detail());
                case "no_upstream" -> new NoModel(List.of(broken.detail()));
                default -> new AnswerFailed(model, broken.detail());
              });
      case IOException io ->
          new Failure(new AnswerFailed(model, "the connection failed: " + io.getMessage()));
      default -> new Failure(new AnswerFailed(model, e.toString()));
    };
  }

  private Message lastQuestion(long conversation) {
    return store.of(conversation).reversed().stream()
        .filter(message -> message.role() == Role.USER)
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                new BadInput(
                    "The conversation", "it holds no question yet", "Ask something first.")));
  }

  private static void check(String model, String text) {
    if (model.isBlank()) {
      throw new ProblemException(new NoModel(List.of("no model was chosen")));
    }
    if (text.isBlank()) {
      throw new ProblemException(
          new BadInput("The message", "it is empty", "Write something first."));
    }
  }

  private Conversation existing(long id) {
    return conversations.find(id).orElseThrow(() -> unknown(id));
  }

  private void tell(long conversation, boolean found) {
    if (!found) {
      throw unknown(conversation);
    }
    events.publish(new ChatEvent.ListChanged(conversation));
  }

  private static ProblemException unknown(long conversation) {
    return new ProblemException(new NotFound("conversation", Long.toString(conversation)));
  }

  /** One answer at a time in a conversation: two would mix up its history. */
  private Message alone(long conversation, java.util.function.Supplier<Message> work) {
    if (!answering.add(conversation)) {
      throw new ProblemException(
          new BadInput(
              "The message", "an answer is still being written", "Wait for it, or stop it."));
    }
    try {
      return work.get();
    } finally {
      answering.remove(conversation);
    }
  }

  /** A failure as it is stored and as it is thrown. */
  private record Failure(Problem problem) {
    String evidenceText() {
      return problem.evidence().isEmpty()
          ? problem.cause()
          : problem.cause() + ": " + String.join("; ", problem.evidence());
    }

    ProblemException exception(Exception cause) {
      return cause instanceof ProblemException known ? known : new ProblemException(problem, cause);
    }
  }
}
