// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import dev.wheelhouse.engine.chat.Message.Figures;
import dev.wheelhouse.engine.chat.Message.Status;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One answer while it is written: gathers the text, tells it on, and keeps it in the database about
 * once a second. Used by one thread.
 */
final class AnswerWriter implements CompletionStream.Listener {
  private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
  private static final int FLUSH_CHARACTERS = 2_000;

  private final Message answer;
  private final MessageStore store;
  private final Consumer<ChatEvent> events;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final long startedAt = System.nanoTime();
  private String route = "";
  private long firstAt;
  private long lastAt;
  private long flushedAt = startedAt;
  private int unflushed;
  private int promptTokens = -1;
  private int answerTokens = -1;

  AnswerWriter(Message answer, MessageStore store, Consumer<ChatEvent> events) {
    this.answer = answer;
    this.store = store;
    this.events = events;
  }

  @Override
  public void text(String more, String moreThinking) {
    long now = System.nanoTime();
    if (!started()) {
      firstAt = now;
    }
    lastAt = now;
    text.append(more);
    thinking.append(moreThinking);
    unflushed += more.length() + moreThinking.length();
    events.accept(new ChatEvent.Delta(answer.conversationId(), answer.id(), more, moreThinking));
    if (unflushed >= FLUSH_CHARACTERS || now - flushedAt >= FLUSH_INTERVAL.toNanos()) {
      store.flush(answer.id(), text.toString(), thinking.toString());
      flushedAt = now;
      unflushed = 0;
    }
  }

  @Override
  public void usage(int prompt, int tokens) {
    promptTokens = prompt;
    answerTokens = tokens;
  }

  /** Whether anything has arrived. */
  boolean started() {
    return !text.isEmpty() || !thinking.isEmpty();
  }

  /** Names the upstream that answers. */
  void route(String upstream) {
    route = upstream;
  }

  AnswerEnd end(Status status, String error) {
    return new AnswerEnd(status, text.toString(), thinking.toString(), figures(), error);
  }

  private @Nullable Figures figures() {
    if (!started()) {
      return null;
    }
    return new Figures(
        route,
        promptTokens,
        answerTokens,
        seconds(firstAt - startedAt),
        seconds(lastAt - startedAt));
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
