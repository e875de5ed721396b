// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

/** What happens in conversations. */
public sealed interface ChatEvent {
  long conversationId();

  /** A message appeared or changed as a whole. */
  record Changed(Message message) implements ChatEvent {
    @Override
    public long conversationId() {
      return message.conversationId();
    }
  }

  /** More text of a streaming answer. */
  record Delta(long conversationId, long messageId, String text, String thinking)
      implements ChatEvent {}

  /** The list of conversations changed: one was made, renamed or deleted. */
  record ListChanged(long conversationId) implements ChatEvent {}
}
