// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeChats;
import dev.wheelhouse.desktop.testing.FakeModels;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.chat.Conversation;
import dev.wheelhouse.engine.chat.Message.Role;
import dev.wheelhouse.engine.chat.Message.Status;
import dev.wheelhouse.engine.chat.ModelChoice;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.problem.ChatProblem.AnswerFailed;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ChatViewModelTest {
  private final DirectUiThread ui = new DirectUiThread();
  private final FakeChats chats = new FakeChats();

  /** Jobs wait here, so that a test sees the screen while one runs. */
  private final Queue<Runnable> work = new ArrayDeque<>();

  private final ChatViewModel chat =
      new ChatViewModel(
          chats,
          new FakeModels(),
          new UiTasks(ui, Runnable::run, new Jobs(work::add, TestTasks.clock())));

  @Test
  void storesAConversationOnlyWhenItsFirstMessageIsSent() {
    chat.shown();
    chat.openNew();
    assertThat(chats.list("")).isEmpty();

    write("How do I connect?");

    assertThat(chats.list(""))
        .singleElement()
        .extracting(Conversation::title)
        .isEqualTo("How do I connect?");
    assertThat(texts()).containsExactly("How do I connect?", "You said: How do I connect?");
    assertThat(chat.titleProperty().get()).isEqualTo("How do I connect?");
    assertThat(chat.draftProperty().get()).isEmpty();
  }

  @Test
  void showsTheAnswerWhileItIsWritten() {
    List<String> seen = new ArrayList<>();
    chats.script((question, control, writer) -> {
      for (String word : List.of("One ", "two ", "three")) {
        writer.text(word, "hm ");
        seen.add(chat.messages().getLast().message().text());
        assertThat(chat.messages().getLast().streaming()).isTrue();
      }
    });
    chat.shown();

    write("Count");

    assertThat(seen).containsExactly("One ", "One two ", "One two three");
    assertThat(chat.messages().getLast().message().thinking()).isEqualTo("hm hm hm ");
    assertThat(chat.messages().getLast().message().status()).isEqualTo(Status.COMPLETE);
  }

  @Test
  void keepsWhatStreamsIntoAConversationThatIsNotOpen() {
    Conversation other = chats.add("Other", Samples.NOW);
    chat.shown();
    chats.script((question, control, writer) -> {
      long asked = chat.currentProperty().get();
      writer.text("before ", "");
      chat.open(other.id());
      writer.text("while away ", "");
      assertThat(chat.messages()).isEmpty();
      chat.open(asked);
      assertThat(texts()).last().isEqualTo("before while away ");
      writer.text("after", "");
    });

    write("Go");

    assertThat(texts()).last().isEqualTo("before while away after");
  }

  @Test
  void keepsWhatArrivedWhenTheAnswerIsStopped() {
    chats.script((question, control, writer) -> {
      writer.text("Half an ", "");
      chat.stop();
      writer.text("answer", "");
    });
    chat.shown();
    chat.draftProperty().set("Go");
    chat.send();
    assertThat(chat.answeringProperty().get()).isTrue();

    work.remove().run();

    assertThat(chat.messages().getLast().message().text()).isEqualTo("Half an ");
    assertThat(chat.messages().getLast().message().status()).isEqualTo(Status.STOPPED);
    assertThat(chat.problemProperty().get()).isNull();
    assertThat(chat.answeringProperty().get()).isFalse();
  }

  @Test
  void saysWhyAnAnswerFailedUntilTheNextOneBegins() {
    chat.shown();
    chats.script((question, control, writer) -> {
      writer.text("Well, ", "");
      throw new ProblemException(new AnswerFailed("llama3.2:1b", "connection reset"));
    });
    write("Go");
    assertThat(chat.problemProperty().get()).isInstanceOf(AnswerFailed.class);
    assertThat(chat.messages().getLast().message().status()).isEqualTo(Status.FAILED);

    chats.script((question, control, writer) -> writer.text("Now it works", ""));
    chat.regenerate();
    work.remove().run();

    assertThat(chat.problemProperty().get()).isNull();
    assertThat(texts()).containsExactly("Go", "Now it works");
  }

  @Test
  void saysThatThereIsNoModelAndKeepsTheDraft() {
    chats.models(List.of(), null);
    chat.shown();

    write("Hello");

    assertThat(chat.problemProperty().get()).isInstanceOf(NoModel.class);
    assertThat(chat.draftProperty().get()).isEqualTo("Hello");
    assertThat(chats.list("")).isEmpty();
  }

  @Test
  void asksAnEditedQuestionAnew() {
    chat.shown();
    write("Firts question");
    chat.editLast();
    assertThat(chat.draftProperty().get()).isEqualTo("Firts question");
    assertThat(chat.editingProperty().get()).isTrue();

    write("First question");

    assertThat(texts()).containsExactly("First question", "You said: First question");
    assertThat(chat.editingProperty().get()).isFalse();
  }

  @Test
  void leavesTheQuestionAloneWhenEditingIsCancelled() {
    chat.shown();
    write("A question");
    chat.editLast();
    chat.cancelEdit();

    assertThat(texts()).containsExactly("A question", "You said: A question");
    assertThat(chat.draftProperty().get()).isEmpty();
  }

  @Test
  void keepsADraftForEachConversation() {
    Conversation one = chats.add("One", Samples.NOW);
    Conversation two = chats.add("Two", Samples.NOW);
    chat.shown();

    chat.open(one.id());
    chat.draftProperty().set("for one");
    chat.open(two.id());
    assertThat(chat.draftProperty().get()).isEmpty();
    chat.open(one.id());

    assertThat(chat.draftProperty().get()).isEqualTo("for one");
  }

  @Test
  void choosesTheModelThatTheConversationUsedLast() {
    chats.models(
        List.of(new ModelChoice("other", "host"), new ModelChoice("llama3.2:1b", "local-ai")),
        null);
    Conversation conversation = chats.add("One", Samples.NOW);
    chat.shown();
    assertThat(chat.models().chosenProperty().get().id()).isEqualTo("other");

    chat.open(conversation.id());

    assertThat(chat.models().chosenProperty().get().id()).isEqualTo("llama3.2:1b");
  }

  @Test
  void deletesAndBringsBack() {
    Conversation one = chats.add("One", Samples.NOW);
    chats.add("Two", Samples.NOW);
    chat.shown();
    List<Runnable> undo = new ArrayList<>();

    chat.list().delete(one, (gone, bringBack) -> undo.add(bringBack));
    assertThat(titles()).containsExactly("Two");

    undo.getFirst().run();
    assertThat(titles()).containsExactlyInAnyOrder("One", "Two");
  }

  @Test
  void searchesWhenTheUserStopsTyping() {
    chats.add("Postgres backup", Samples.NOW);
    chats.add("Redis keys", Samples.NOW);
    chat.shown();

    chat.list().searchProperty().set("redi");
    assertThat(titles()).hasSize(2);
    ui.advance(Duration.ofMillis(200));

    assertThat(titles()).containsExactly("Redis keys");
  }

  @Test
  void keepsTheObjectsOfMessagesThatStay() {
    Conversation one = chats.add("One", Samples.NOW);
    chats.add(one.id(), Role.USER, "Hi", Status.COMPLETE);
    chats.add(one.id(), Role.ASSISTANT, "Hello", Status.COMPLETE);
    chat.shown();
    chat.open(one.id());
    List<MessageItem> before = List.copyOf(chat.messages());

    write("More");

    assertThat(chat.messages().subList(0, 2)).isEqualTo(before);
  }

  private void write(String text) {
    chat.draftProperty().set(text);
    chat.send();
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  private List<String> texts() {
    return chat.messages().stream().map(item -> item.message().text()).toList();
  }

  private List<String> titles() {
    return chat.list().conversations().stream().map(Conversation::title).toList();
  }
}
