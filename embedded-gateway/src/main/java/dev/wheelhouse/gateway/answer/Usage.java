// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.answer;

/**
 * Tokens that an answer took.
 *
 * @param prompt tokens read, cached ones included
 * @param completion tokens written, reasoning included
 * @param cached tokens of the prompt that came from a cache
 * @param reasoning tokens of the completion that were reasoning
 */
public record Usage(long prompt, long completion, long cached, long reasoning) {
  /** Nothing is known. */
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  /** Prompt and completion together. */
  public long total() {
    return prompt + completion;
  }
}
