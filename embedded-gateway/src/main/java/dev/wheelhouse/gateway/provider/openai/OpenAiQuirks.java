// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.openai;

/**
 * Where servers of OpenAI's dialect differ in what they take; a field that one does not know is an
 * error at some.
 *
 * @param maxTokens OpenAI's own newer models refuse the old name, others may not know the new one
 * @param seed how it calls the seed
 * @param asksForUsage whether usage in a stream must be asked for; Mistral sends it unasked and
 *     refuses the question
 */
record OpenAiQuirks(String maxTokens, String seed, boolean asksForUsage) {
  private static final OpenAiQuirks USUAL = new OpenAiQuirks("max_tokens", "seed", true);

  /** Those of the server at this host. */
  static OpenAiQuirks of(String host) {
    return switch (host) {
      case "api.openai.com" -> new OpenAiQuirks("max_completion_tokens", "seed", true);
      case "api.mistral.ai" -> new OpenAiQuirks("max_tokens", "random_seed", false);
      default -> USUAL;
    };
  }
}
