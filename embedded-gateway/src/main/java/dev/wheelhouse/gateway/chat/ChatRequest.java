// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat request, free of any dialect. The model's name and whether to stream stand in {@link
 * InboundChat}.
 *
 * @param messages the conversation so far
 * @param tools functions the model may call
 * @param oneToolAtATime whether the model must not call several tools at once
 * @param bare set when this is a prompt to be continued and no conversation
 */
public record ChatRequest(
    List<ChatMessage> messages,
    List<ToolSpec> tools,
    ToolChoice toolChoice,
    boolean oneToolAtATime,
    OutputFormat format,
    Sampling sampling,
    Effort effort,
    RunnerHints hints,
    @Nullable BarePrompt bare) {

  /** Copies the lists. */
  public ChatRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }
}
