// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One message of a conversation.
 *
 * @param role who speaks
 * @param parts text and pictures, in order
 * @param reasoning what the model thought before it spoke; empty if nothing
 * @param toolCalls calls that the model made in this message
 * @param toolCallId for a tool's result: the call it answers; empty otherwise
 * @param toolName for a tool's result: the function's name; empty if the client did not say
 */
public record ChatMessage(
    Role role,
    List<Part> parts,
    String reasoning,
    List<ToolCall> toolCalls,
    String toolCallId,
    String toolName) {

  /** Copies the lists. */
  public ChatMessage {
    parts = List.copyOf(parts);
    toolCalls = List.copyOf(toolCalls);
  }

  /** All text of the message, joined without a separator. */
  public String text() {
    return parts.stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .collect(Collectors.joining());
  }
}
