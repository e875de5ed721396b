// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.anthropic;

import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.chat.ToolSpec;

/**
 * Guesses how many tokens a request has, for Anthropic's clients, which want the number before the
 * model has read anything. Four letters count as a token, as is usual for English.
 */
final class TokenEstimate {
  private static final int LETTERS_PER_TOKEN = 4;
  private static final int TOKENS_PER_MESSAGE = 4;
  private static final int TOKENS_PER_IMAGE = 1600;

  private TokenEstimate() {}

  /** The guess. */
  static long of(ChatRequest request) {
    long letters = 0;
    long tokens = (long) TOKENS_PER_MESSAGE * request.messages().size();
    for (ChatMessage message : request.messages()) {
      letters += message.text().length() + message.reasoning().length();
      for (ToolCall call : message.toolCalls()) {
        letters += call.name().length() + call.arguments().length();
      }
      for (Part part : message.parts()) {
        tokens += part instanceof Part.Text ? 0 : TOKENS_PER_IMAGE;
      }
    }
    for (ToolSpec tool : request.tools()) {
      letters += tool.function().toString().length();
    }
    return tokens + letters / LETTERS_PER_TOKEN;
  }
}
