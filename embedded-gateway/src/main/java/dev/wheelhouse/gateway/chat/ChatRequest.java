// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import java.util.List;

/**
 * A chat request, free of any dialect. The model's name and whether to stream stand in {@link
 * InboundChat}.
 *
 * @param messages the conversation so far
 * @param tools functions the model may call
 */
public record ChatRequest(
    List<ChatMessage> messages,
    List<ToolSpec> tools,
    ToolChoice toolChoice,
    OutputFormat format,
    Sampling sampling,
    Effort effort,
    RunnerHints hints) {

  /** Copies the lists. */
  public ChatRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }
}
