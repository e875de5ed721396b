// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

/** A wire format for chats, spoken by clients, by upstreams, or by both. */
public enum Dialect {
  /** {@code /v1/chat/completions}: JSON, or server-sent events that end with {@code [DONE]}. */
  OPENAI,
  /** {@code /v1/completions}: a prompt to be continued, else like {@link #OPENAI}. */
  OPENAI_COMPLETIONS,
  /** {@code /v1/responses}: JSON, or named and numbered server-sent events. */
  OPENAI_RESPONSES,
  /** {@code /api/chat}: JSON, or one JSON object per line; the last one says {@code done}. */
  OLLAMA,
  /** {@code /api/generate}: a prompt to be continued, else like {@link #OLLAMA}. */
  OLLAMA_GENERATE,
  /** {@code /v1/messages}: JSON, or named server-sent events that end with {@code message_stop}. */
  ANTHROPIC,
  /** A provider's own form, which no client speaks: its bytes are never passed on. */
  FOREIGN
}
