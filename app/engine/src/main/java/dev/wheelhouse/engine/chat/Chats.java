// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.job.JobControl;
import java.util.List;

/** Conversations, kept in the database before anything is sent. Thread-safe. */
public interface Chats {

  /** Newest first; {@code search} matches titles and message texts, empty for all. */
  List<Conversation> list(String search);

  Conversation create(String title);

  void rename(long conversation, String title);

  /** Deleted conversations can be brought back with {@link #restore} until the next start. */
  void delete(long conversation);

  void restore(long conversation);

  /** Messages, oldest first. */
  List<Message> messages(long conversation);

  Events<ChatEvent> events();

  /** Models of all upstreams through the gateway. Blocks; {@code NoModel} when there is none. */
  List<ModelChoice> models();

  /**
   * Stores the user's message, asks the model and stores the answer while it streams. Blocks until
   * the answer ended; cancel stops it and keeps what has arrived.
   *
   * @return the answer as stored
   */
  Message send(long conversation, String model, String text, JobControl control);

  /** Drops the last answer (and asks again), as after an edit of the last question. */
  Message regenerate(long conversation, String model, JobControl control);

  /** Replaces the last question, drops what came after it, and asks again. */
  Message editLast(long conversation, String model, String text, JobControl control);
}
