// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.chat.Conversation;
import dev.wheelhouse.engine.chat.Message;
import dev.wheelhouse.engine.chat.Message.Role;
import dev.wheelhouse.engine.chat.Message.Status;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import org.testfx.util.WaitForAsyncUtils;

/** Every state of the chat screen. */
final class ChatScenarios {
  private static final String ANSWER =
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

  private ChatScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("chat-new", ScreenName.CHAT, window -> window.stacks.show(Samples.running())),
        Scenario.of("chat-conversation", ScreenName.CHAT, ChatScenarios::conversation)
            .then((window, scene) -> open(scene, 1)),
        Scenario.of("chat-failed", ScreenName.CHAT, ChatScenarios::failed)
            .then((window, scene) -> open(scene, 1)),
        Scenario.of("chat-answering", ScreenName.CHAT, ChatScenarios::answering)
            .then((window, scene) -> ask(scene, "Write a poem about stacks")),
        Scenario.of("chat-editing", ScreenName.CHAT, ChatScenarios::conversation)
            .then((window, scene) -> {
              open(scene, 1);
              later(2, () -> fireLast(scene, ".question .icon-button"));
            }),
        Scenario.of("chat-picker", ScreenName.CHAT, ChatScenarios::conversation)
            .then((window, scene) -> later(1, () -> fireLast(scene, "#modelPicker"))),
        Scenario.of(
            "chat-no-model",
            ScreenName.CHAT,
            window -> {
              window.stacks.show(Samples.stopped());
              window.models.failWith(
                  new NoModel(
                      List.of(
                          "stack local-ai: ollama is stopped",
                          "http://127.0.0.1:11434: nobody answers")));
              window.chats.models(
                  List.of(),
                  new NoModel(
                      List.of(
                          "local-ai: ollama is not running",
                          "http://127.0.0.1:11434: connection refused",
                          "no provider has a key")));
            }));
  }

  private static void conversation(TestWindow window) {
    window.stacks.show(Samples.running());
    window.chats.add("Backups of Postgres", Samples.NOW.minusSeconds(100_000));
    window.chats.add(
        "A question whose title is far too long for the list of conversations",
        Samples.NOW.minusSeconds(400_000));
    Conversation conversation =
        window.chats.add("What to watch in Redis", Samples.NOW.minusSeconds(300));
    long id = conversation.id();
    window.chats.add(id, Role.USER, "What should I watch in Redis?", Status.COMPLETE);
    window.chats.add(id, Role.ASSISTANT, ANSWER, Status.COMPLETE);
    window.chats.add(
        id,
        Role.USER,
        "And what does it cost when a snapshot is written while many clients write? Please answer"
            + " in one short sentence, I only want to know the worst case.",
        Status.COMPLETE);
    Message last =
        window.chats.add(
            id,
            Role.ASSISTANT,
            "At worst **twice the memory**, since every page that changes is copied.",
            Status.COMPLETE);
    window.chats.put(
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
  }

  private static void failed(TestWindow window) {
    window.stacks.show(Samples.running());
    Conversation failed = window.chats.add("Why is Ollama slow?", Samples.NOW);
    window.chats.add(failed.id(), Role.USER, "Why is it slow?", Status.COMPLETE);
    window.chats.add(failed.id(), Role.ASSISTANT, "It may be that the model", Status.FAILED);
  }

  private static void answering(TestWindow window) {
    conversation(window);
    window.chats.script((question, control, writer) -> {
      writer.text("", "They want a poem, and it should be short.");
      writer.text("Of **stacks** that start and\n\n```python\nprint(", "");
      try {
        new CountDownLatch(1).await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private static void open(Scene scene, int row) {
    later(
        1,
        () ->
            ((ListView<?>) scene.lookup("#conversationList"))
                .getSelectionModel()
                .clearAndSelect(row));
  }

  private static void ask(Scene scene, String text) {
    later(
        1,
        () -> {
          ((TextArea) scene.lookup("#composer")).setText(text);
          ((Button) scene.lookup(".send-button")).fire();
        });
  }

  private static void fireLast(Scene scene, String selector) {
    Object[] found = scene.getRoot().lookupAll(selector).toArray();
    ((Button) found[found.length - 1]).fire();
  }

  /** What the screen loads comes a moment after it is shown. */
  private static void later(int turn, Runnable action) {
    Thread.ofVirtual()
        .start(() -> {
          WaitForAsyncUtils.sleep(100L * turn, TimeUnit.MILLISECONDS);
          var _ = WaitForAsyncUtils.asyncFx(action);
        });
  }
}
