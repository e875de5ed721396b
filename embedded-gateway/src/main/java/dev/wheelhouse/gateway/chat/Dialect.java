// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

/** A wire format for chats, spoken by clients, by upstreams, or by both. */
public enum Dialect {
  /** {@code /v1/chat/completions}: JSON, or server-sent events that end with {@code [DONE]}. */
  OPENAI,
  /** {@code /api/chat}: JSON, or one JSON object per line; the last one says {@code done}. */
  OLLAMA
}
