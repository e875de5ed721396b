// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

/**
 * Says that a request is one prompt to be continued, and no conversation. The prompt is the user's
 * message.
 *
 * @param suffix the text after a gap that the model is to fill; empty when there is no gap
 * @param raw whether no template may be put round the prompt
 */
public record BarePrompt(String suffix, boolean raw) {
  /** Whether a chat can take its place without a change of meaning. */
  public boolean likeChat() {
    return suffix.isEmpty() && !raw;
  }
}
