// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import static dev.wheelhouse.engine.chat.ScriptedGateway.answer;
import static dev.wheelhouse.engine.chat.ScriptedGateway.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.chat.Message.Role;
import dev.wheelhouse.engine.chat.Message.Status;
import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.problem.ChatProblem.AnswerFailed;
import dev.wheelhouse.engine.problem.ChatProblem.KeyRejected;
import dev.wheelhouse.engine.problem.ChatProblem.ModelRefused;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import dev.wheelhouse.engine.problem.EngineProblem.NotFound;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.store.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationsTest {
  private static final byte[] MODELS =
      ScriptedGateway.json(
          "{\"data\":[{\"id\":\"a:1b\",\"owned_by\":\"local-ai\"},"
              + "{\"id\":\"gpt\",\"owned_by\":\"vendor\",\"upstream\":\"openai\"}]}");

  @TempDir Path place;
  private final ScriptedGateway gateway = new ScriptedGateway();
  private final Jobs jobs = new Jobs(Thread::startVirtualThread, Clock.systemUTC());
  private Database database;
  private Conversations chats;

  @BeforeEach
  void open() {
    database = Database.open(place.resolve("w.db"), new Notices(), Clock.systemUTC());
    chats = Conversations.open(database, gateway, new OkHttpClient(), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    database.close();
    gateway.close();
  }

  @Test
  void storesQuestionAndAnswerWithItsFigures() {
    gateway.plays(answer("Let me see", "Hello", " there"));
    long id = chats.create("").id();

    Message answer = chats.send(id, "tiny", "Say hello", JobControl.none());

    assertThat(answer.text()).isEqualTo("Hello there");
    assertThat(answer.thinking()).isEqualTo("Let me see");
    assertThat(answer.status()).isEqualTo(Status.COMPLETE);
    assertThat(answer.figures().promptTokens()).isEqualTo(7);
    assertThat(answer.figures().answerTokens()).isEqualTo(2);
    assertThat(answer.figures().seconds())
        .isPositive()
        .isGreaterThanOrEqualTo(answer.figures().firstTokenSeconds());
    assertThat(chats.messages(id))
        .extracting(Message::text)
        .containsExactly("Say hello", "Hello there");
    assertThat(chats.messages(id).getLast()).isEqualTo(answer);
  }

  @Test
  void sendsTheTokenAndTheWholeConversation() {
    long id = chats.create("").id();
    chats.send(id, "tiny", "First \"quoted\"", JobControl.none());

    chats.send(id, "tiny", "Second", JobControl.none());

    assertThat(gateway.lastRequest())
        .startsWith("POST /v1/chat/completions")
        .contains("Authorization: Bearer " + ScriptedGateway.TOKEN)
        .contains(
            "{\"role\":\"user\",\"content\":\"First \\\"quoted\\\"\"},"
                + "{\"role\":\"assistant\",\"content\":\"Hello there\"},"
                + "{\"role\":\"user\",\"content\":\"Second\"}");
  }

  @Test
  void keepsTheQuestionBeforeItIsSent() {
    long id = chats.create("").id();
    List<List<Message>> stored = new CopyOnWriteArrayList<>();
    gateway.plays(client -> {
      stored.add(chats.messages(id));
      client.write(answer("", "ok"));
    });

    chats.send(id, "tiny", "Keep me", JobControl.none());

    assertThat(stored.getFirst())
        .extracting(Message::role, Message::text, Message::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Role.USER, "Keep me", Status.COMPLETE),
            org.assertj.core.groups.Tuple.tuple(Role.ASSISTANT, "", Status.STREAMING));
  }

  @Test
  void tellsEachPieceAsItArrives() {
    long id = chats.create("").id();
    StringBuilder heard = new StringBuilder();
    List<Status> states = new ArrayList<>();
    chats
        .events()
        .subscribe(event -> {
          switch (event) {
            case ChatEvent.Delta delta -> heard.append(delta.text()).append('|');
            case ChatEvent.Changed changed -> states.add(changed.message().status());
            case ChatEvent.ListChanged _ -> {}
          }
        });

    chats.send(id, "tiny", "Say hello", JobControl.none());

    assertThat(heard).hasToString("Hello| there|");
    assertThat(states).containsExactly(Status.COMPLETE, Status.STREAMING, Status.COMPLETE);
  }

  @Test
  void namesAConversationAfterItsFirstQuestion() {
    long id = chats.create("").id();
    chats.send(id, "tiny", "\n## Why is the sky blue?\nExplain", JobControl.none());
    chats.send(id, "tiny", "And at night?", JobControl.none());

    assertThat(chats.list(""))
        .singleElement()
        .satisfies(conversation -> {
          assertThat(conversation.title()).isEqualTo("Why is the sky blue?");
          assertThat(conversation.model()).isEqualTo("tiny");
          assertThat(conversation.messages()).isEqualTo(4);
        });
  }

  @Test
  void keepsWhatHasArrivedWhenTheUserStops() throws InterruptedException {
    CountDownLatch half = new CountDownLatch(1);
    gateway.plays(client -> {
      client.write(ScriptedGateway.head());
      client.write(ScriptedGateway.text("Half an"));
      client.flush();
      Thread.sleep(60_000);
    });
    long id = chats.create("").id();
    chats
        .events()
        .subscribe(event -> {
          if (event instanceof ChatEvent.Delta) {
            half.countDown();
          }
        });
    Job<Message> job = jobs.start("Answer", control -> chats.send(id, "tiny", "Go", control));
    assertThat(half.await(10, TimeUnit.SECONDS)).isTrue();

    job.cancel();

    Message answer = job.await();
    assertThat(answer.status()).isEqualTo(Status.STOPPED);
    assertThat(answer.text()).isEqualTo("Half an");
    assertThat(answer.error()).isEmpty();
  }

  @Test
  void refusesASecondQuestionWhileOneIsAnswered() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    gateway.plays(client -> {
      asked.countDown();
      goOn.await();
      client.write(answer("", "ok"));
    });
    long id = chats.create("").id();
    Job<Message> job = jobs.start("Answer", control -> chats.send(id, "tiny", "One", control));
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    assertProblem(() -> chats.send(id, "tiny", "Two", JobControl.none()), BadInput.class);

    goOn.countDown();
    assertThat(job.await().text()).isEqualTo("ok");
    assertThat(chats.messages(id)).hasSize(2);
  }

  @Test
  void putsANewAnswerInThePlaceOfTheOldOne() {
    long id = chats.create("").id();
    chats.send(id, "tiny", "Q", JobControl.none());
    gateway.plays(answer("", "Better"));

    chats.regenerate(id, "large", JobControl.none());

    assertThat(chats.messages(id)).extracting(Message::text).containsExactly("Q", "Better");
    assertThat(gateway.lastRequest()).doesNotContain("Hello there").contains("\"large\"");
  }

  @Test
  void keepsTheOldAnswerWhenTheNewOneNeverBegins() {
    long id = chats.create("").id();
    chats.send(id, "tiny", "Q", JobControl.none());
    gateway.plays(failure(502, "upstream_unreachable", "nobody home"));

    assertProblem(() -> chats.regenerate(id, "tiny", JobControl.none()), AnswerFailed.class);

    assertThat(chats.messages(id)).extracting(Message::text).containsExactly("Q", "Hello there");
  }

  @Test
  void asksAgainWithTheEditedQuestion() {
    long id = chats.create("").id();
    chats.send(id, "tiny", "First", JobControl.none());
    chats.send(id, "tiny", "Secnod", JobControl.none());
    gateway.plays(answer("", "Fine"));

    chats.editLast(id, "tiny", "Second", JobControl.none());

    assertThat(chats.messages(id))
        .extracting(Message::text)
        .containsExactly("First", "Hello there", "Second", "Fine");
    assertThat(gateway.lastRequest()).doesNotContain("Secnod");
    assertThat(chats.list("secnod")).isEmpty();
    assertThat(chats.list("second")).hasSize(1);
  }

  @Test
  void saysWhyThereIsNoAnswerAndKeepsThat() {
    long id = chats.create("").id();
    gateway.plays(failure(502, "upstream_credentials_rejected", "bad key sk-abcdefghijklmnopqrst"));

    Problem problem =
        assertProblem(() -> chats.send(id, "gpt", "Hi", JobControl.none()), KeyRejected.class);

    assertThat(problem.evidence()).containsExactly("bad key [hidden]");
    Message answer = chats.messages(id).getLast();
    assertThat(answer.status()).isEqualTo(Status.FAILED);
    assertThat(answer.error()).contains("bad key").doesNotContain("abcdefghij");
  }

  @Test
  void aModelThatNobodyHasIsToldWithTheWayToTheList() {
    long id = chats.create("").id();
    gateway.plays(failure(404, "model_not_found", "No upstream has it."));

    Problem problem =
        assertProblem(() -> chats.send(id, "nosuch", "Hi", JobControl.none()), ModelRefused.class);

    assertThat(problem.remedy()).contains("wheelhouse models list");
  }

  @Test
  void tellsAnErrorInTheMiddleOfTheStreamAndKeepsWhatCameBefore() {
    long id = chats.create("").id();
    gateway.plays(client -> {
      client.write(ScriptedGateway.head());
      client.write(ScriptedGateway.text("So far"));
      client.write(ScriptedGateway.event("{\"error\":{\"message\":%s}}", "out of memory"));
    });

    assertProblem(() -> chats.send(id, "tiny", "Hi", JobControl.none()), AnswerFailed.class);

    assertThat(chats.messages(id).getLast())
        .satisfies(answer -> {
          assertThat(answer.text()).isEqualTo("So far");
          assertThat(answer.error()).contains("out of memory");
        });
  }

  @Test
  void listsTheModelsOfAllUpstreams() {
    gateway.models(MODELS);

    assertThat(chats.models())
        .containsExactly(new ModelChoice("a:1b", "local-ai"), new ModelChoice("gpt", "openai"));
    // the gateway's list of a moment ago would lack a model that was pulled just now
    assertThat(gateway.listRequest()).containsIgnoringCase("cache-control: no-cache");
  }

  @Test
  void tellsWhichUpstreamAnswered() {
    gateway.models(MODELS);
    long id = chats.create("").id();

    assertThat(chats.send(id, "gpt", "Hi", JobControl.none()).figures().route())
        .isEqualTo("openai");
    assertThat(chats.send(id, "unheard of", "Hi", JobControl.none()).figures().route()).isEmpty();
  }

  @Test
  void saysThatThereIsNoModelWhenTheGatewayHasNone() {
    assertProblem(chats::models, NoModel.class);
    gateway.models(failure(503, "no_upstream", "nothing configured"));
    assertProblem(chats::models, NoModel.class);
  }

  @Test
  void refusesEmptyQuestionsAndUnknownConversations() {
    long id = chats.create("x").id();

    assertProblem(() -> chats.send(id, "tiny", " \n", JobControl.none()), BadInput.class);
    assertProblem(() -> chats.send(id, "", "Hi", JobControl.none()), NoModel.class);
    assertProblem(() -> chats.send(id + 9, "tiny", "Hi", JobControl.none()), NotFound.class);
    assertProblem(() -> chats.regenerate(id, "tiny", JobControl.none()), BadInput.class);
    assertThat(chats.messages(id)).isEmpty();
  }

  private static Problem assertProblem(ThrowingCallable work, Class<? extends Problem> type) {
    List<Problem> seen = new ArrayList<>();
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(ProblemException.class, e -> seen.add(e.problem()));
    assertThat(seen.getFirst()).isInstanceOf(type);
    return seen.getFirst();
  }
}
