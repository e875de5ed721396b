// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.control.AnchoredFlow;
import dev.wheelhouse.desktop.fx.ControllerFactory;
import dev.wheelhouse.desktop.fx.FxThread;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.testing.AnswerWatch;
import dev.wheelhouse.desktop.testing.Eventually;
import dev.wheelhouse.desktop.testing.FakeChats;
import dev.wheelhouse.desktop.testing.FakeFrame;
import dev.wheelhouse.desktop.testing.FakeModels;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.SceneReader;
import dev.wheelhouse.desktop.testing.Stages;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.chat.Conversation;
import dev.wheelhouse.engine.chat.Message;
import dev.wheelhouse.engine.chat.Message.Role;
import dev.wheelhouse.engine.chat.Message.Status;
import dev.wheelhouse.engine.chat.ModelChoice;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class ChatViewTest {
  private static final String LONG_ANSWER =
      """
      Redis keeps everything in memory, so **memory is what you watch first**.

      ## What to look at

      1. `used_memory` against the limit of the container
      2. `evicted_keys`: anything above zero means that data was dropped
      3. The time of the last successful save

      ```bash
      redis-cli -a "$(cat /run/secrets/redis_password)" info memory
      ```

      | Setting | Default | Meaning |
      |:--------|--------:|:--------|
      | `maxmemory` | 0 | no limit of its own |
      | `save` | 3600 1 | a snapshot each hour when one key changed |

      > A snapshot needs up to twice the memory while it is written.
      """;

  private final FakeChats chats = new FakeChats();
  private final FakeModels models = new FakeModels();
  private final FakeFrame frame = new FakeFrame();
  private final FxThread ui = new FxThread();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final UiTasks tasks = new UiTasks(ui, threads, new Jobs(threads, TestTasks.clock()));
  private ChatViewModel chat;
  private ChatView view;
  private Scene scene;

  @Start
  void start(Stage stage) {
    chat = new ChatViewModel(chats, models, tasks);
    view =
        new ControllerFactory()
            .register(ChatView.class, () -> new ChatView(chat, frame.frame(), TestTasks.clock()))
            .load(ChatView.class);
    scene = Stages.show(stage, view.root());
  }

  @AfterEach
  void end() {
    chat.close();
    ui.close();
    threads.shutdownNow();
  }

  @Test
  void chatsFromTheKeyboard(FxRobot robot) {
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    chats.script((question, control, writer) -> {
      writer.text("First half", "");
      half.countDown();
      await(go);
      writer.text(", second half", "");
    });
    robot.interact(() -> {
      view.shown();
      view.open("new");
    });
    Eventually.is(() -> scene.getFocusOwner() instanceof TextArea);
    robot.write("Hello");
    robot.type(KeyCode.ENTER);
    await(half);
    Eventually.holds(() -> {
      assertThat(AnswerWatch.answer(scene)).isEqualTo("First half");
      assertThat(scene.lookup(".stop-button").isVisible()).isTrue();
    });

    go.countDown();
    Eventually.holds(() -> {
      assertThat(chat.answeringProperty().get()).isFalse();
      assertThat(AnswerWatch.answer(scene)).isEqualTo("First half, second half");
    });

    robot.type(KeyCode.UP);
    Eventually.is(() -> chat.editingProperty().get());
    robot.type(KeyCode.ESCAPE);
    Eventually.is(() -> !chat.editingProperty().get());
  }

  @Test
  void doesNotMoveWhatIsReadWhileAnAnswerStreams(FxRobot robot) {
    Conversation conversation = conversation();
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    chats.script((question, control, writer) -> {
      writer.text("Begin\n\n", "");
      await(go);
      for (int i = 0; i < 200; i++) {
        writer.text("Another paragraph of the answer that makes it longer.\n\n", "");
      }
      written.countDown();
    });
    open(robot, conversation);
    robot.write("Go on");
    robot.type(KeyCode.ENTER);
    Eventually.is(() ->
        SceneReader.find(scene.getRoot(), Text.class::isInstance).stream()
            .anyMatch(text -> ((Text) text).getText().equals("Begin")));
    AnchoredFlow<?> flow = (AnchoredFlow<?>) scene.lookup(".messages");
    settle();
    robot.interact(() -> flow.scrollBy(-300));
    settle();
    Eventually.is(() -> !flow.isFollowing());
    Node read = flow.nodes().get(flow.firstShown());
    double before = read.localToScene(0, 0).getY();

    go.countDown();
    await(written);
    Eventually.is(() -> !chat.answeringProperty().get());
    settle();

    assertThat(read.localToScene(0, 0).getY()).isEqualTo(before);
    Eventually.is(() -> scene.lookup(".jump-button").isVisible());

    robot.clickOn(".jump-button");
    Eventually.holds(() -> {
      assertThat(flow.isFollowing()).isTrue();
      assertThat(flow.endShown()).isEqualTo(chat.messages().size());
    });
  }

  @Test
  void opensTenThousandMessagesAtTheEndAndMakesOnlyWhatIsInSight(FxRobot robot) {
    Conversation conversation = chats.add("A long one", Samples.NOW);
    for (int i = 0; i < 5000; i++) {
      chats.add(conversation.id(), Role.USER, "Question " + i, Status.COMPLETE);
      chats.add(
          conversation.id(), Role.ASSISTANT, "Answer " + i + "\n\n" + LONG_ANSWER, Status.COMPLETE);
    }
    open(robot, conversation());
    AnchoredFlow<?> flow = (AnchoredFlow<?>) scene.lookup(".messages");
    AtomicInteger made = new AtomicInteger();
    robot.interact(() -> flow.getChildrenUnmodifiable().addListener(counting(made)));

    open(robot, conversation);
    Eventually.is(() -> flow.endShown() == 10_000);
    settle();
    assertThat(flow.nodes()).hasSizeLessThan(12);
    assertThat(made).as("rows that were ever made, for 10,000 messages").hasValueLessThan(60);

    for (int i = 0; i < 30; i++) {
      robot.interact(() -> flow.page(-1));
    }
    robot.interact(flow::scrollToStart);
    Eventually.holds(() -> {
      assertThat(flow.firstShown()).isZero();
      assertThat(flow.nodes()).hasSizeLessThan(12);
    });
    assertThat(made).as("30 pages more").hasValueLessThan(600);
  }

  private static ListChangeListener<Node> counting(AtomicInteger made) {
    return change -> {
      while (change.next()) {
        made.addAndGet(change.getAddedSize());
      }
    };
  }

  @Test
  void saysHowToGetAModelWhenThereIsNone(FxRobot robot) {
    chats.models(List.of(), noModel());
    robot.interact(view::shown);
    visible(robot, "Open settings");

    robot.clickOn("Open settings");
    assertThat(frame.places)
        .extracting(place -> place.screen().title())
        .containsExactly("Settings");
    chats.models(List.of(new ModelChoice("llama3.2:1b", "x")), null);
    robot.clickOn("Get llama3.2:1b · 1.3 GB");

    Eventually.is(() -> scene.lookup("#modelPicker").getAccessibleText().contains("llama3.2:1b"));
  }

  @Test
  void lookingAgainReplacesNoButtonUnderTheMouse(FxRobot robot) {
    chats.models(List.of(), noModel());
    robot.interact(view::shown);
    visible(robot, "Get llama3.2:1b · 1.3 GB");
    Node get = robot.lookup("Get llama3.2:1b · 1.3 GB").query();

    robot.moveTo(get).press(MouseButton.PRIMARY);
    chats.models(List.of(), noModel());
    robot.interact(view::shown);
    settle();
    chats.models(List.of(new ModelChoice("llama3.2:1b", "x")), null);
    robot.release(MouseButton.PRIMARY);

    Eventually.is(() -> scene.lookup("#modelPicker").getAccessibleText().contains("llama3.2:1b"));
  }

  @Test
  void whoChoseAModelCanWriteAtOnce(FxRobot robot) {
    chats.models(List.of(new ModelChoice("one:1b", "x"), new ModelChoice("two:1b", "x")), null);
    robot.interact(view::shown);
    Eventually.is(() -> scene.lookup("#modelPicker").getAccessibleText().contains("one:1b"));

    robot.clickOn("#modelPicker");
    visible(robot, "two:1b");
    robot.clickOn("two:1b");
    Eventually.is(() ->
        chat.models().chosenProperty().get().id().equals("two:1b")
            && scene.getFocusOwner() instanceof TextArea);
    robot.write("Hello you");

    Eventually.is(() -> chat.draftProperty().get().equals("Hello you"));
  }

  @Test
  void whoOpensANewChatCanWriteAtOnce(FxRobot robot) {
    open(robot, conversation());

    robot.clickOn("#newChat");
    Eventually.is(() ->
        chat.currentProperty().get() == ChatViewModel.NEW
            && scene.getFocusOwner() instanceof TextArea);
    robot.write("Hello you");

    Eventually.is(() -> chat.draftProperty().get().equals("Hello you"));
  }

  @Test
  void withoutAnOllamaTheWayLeadsToTheStackInsteadOfToAPullThatMustFail(FxRobot robot) {
    chats.models(List.of(), noModel());
    models.failWith(noModel());
    robot.interact(view::shown);
    visible(robot, "Start the stack");

    assertThat(robot.lookup("Get llama3.2:1b · 1.3 GB").tryQuery()).isEmpty();
    robot.clickOn("Start the stack");

    Eventually.holds(() ->
        assertThat(frame.places)
            .extracting(place -> place.screen().title())
            .containsExactly("Home"));
  }

  @Test
  void theComposerIsAsHighAsWhatIsWrittenInIt(FxRobot robot) {
    open(robot, conversation());
    TextArea area = robot.lookup("#composer").queryAs(TextArea.class);
    double empty = area.getHeight();

    robot.clickOn("#composer").type(KeyCode.UP);

    Eventually.holds(() -> {
      assertThat(chat.editingProperty().get()).isTrue();
      assertThat(area.getHeight()).isGreaterThan(empty + 12);
      Node content = area.lookup(".content");
      assertThat(area.getHeight()).isGreaterThanOrEqualTo(content.prefHeight(area.getWidth()) - 1);
    });
  }

  private static NoModel noModel() {
    return new NoModel(
        List.of(
            "local-ai: ollama is not running",
            "http://127.0.0.1:11434: connection refused",
            "no provider has a key"));
  }

  private Conversation conversation() {
    chats.add("Backups of Postgres", Samples.NOW.minusSeconds(100_000));
    chats.add(
        "A question whose title is far too long for the list of conversations",
        Samples.NOW.minusSeconds(400_000));
    Conversation conversation = chats.add("What to watch in Redis", Samples.NOW.minusSeconds(300));
    long id = conversation.id();
    chats.add(id, Role.USER, "What should I watch in Redis?", Status.COMPLETE);
    chats.add(id, Role.ASSISTANT, LONG_ANSWER, Status.COMPLETE);
    chats.add(
        id,
        Role.USER,
        "And what does it cost when a snapshot is written while many clients write? Please answer"
            + " in one short sentence, I only want to know the worst case.",
        Status.COMPLETE);
    Message last =
        chats.add(
            id,
            Role.ASSISTANT,
            "At worst **twice the memory**, since every page that changes is copied.",
            Status.COMPLETE);
    chats.put(
        new Message(
            last.id(),
            id,
            last.role(),
            last.text(),
            "The user asks for the worst case. Copy on write doubles the pages.",
            last.model(),
            last.status(),
            last.createdAt(),
            last.figures(),
            ""));
    return conversation;
  }

  private void open(FxRobot robot, Conversation conversation) {
    robot.interact(() -> {
      view.shown();
      view.open(Long.toString(conversation.id()));
    });
    Eventually.is(() ->
        chat.currentProperty().get() == conversation.id()
            && chat.messages().size() == chats.messages(conversation.id()).size());
    settle();
  }

  private static void visible(FxRobot robot, String words) {
    Eventually.is(
        () -> robot.lookup(words).tryQuery().filter(node -> node.getScene() != null).isPresent());
  }

  /** Lets virtual threads bring their results, and the toolkit lay out. */
  private static void settle() {
    for (int i = 0; i < 5; i++) {
      WaitForAsyncUtils.sleep(40, TimeUnit.MILLISECONDS);
      WaitForAsyncUtils.waitForFxEvents();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
