// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import java.net.URI;
import java.util.List;

/**
 * A provider that is set up by a variable alone; the addresses are those of the providers'
 * documentation.
 *
 * @param variables names that users have in their environment, the first that is set counts
 */
record KnownProvider(String name, URI baseUrl, List<String> variables) {
  /** All of them. Perplexity speaks a dialect of its own. */
  static final List<KnownProvider> ALL =
      List.of(
          of("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
          of(
              "gemini",
              "https://generativelanguage.googleapis.com/v1beta/openai",
              "GEMINI_API_KEY",
              "GOOGLE_API_KEY"),
          of("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
          of("grok", "https://api.x.ai/v1", "GROK_API_KEY"),
          of("cohere", "https://api.cohere.ai/compatibility/v1", "COHERE_API_KEY"),
          of("zai", "https://api.z.ai/api/paas/v4", "ZAI_API_KEY"));

  /** Keys that are read by others, and that the gateway cannot use yet. */
  static final List<String> UNUSED_VARIABLES = List.of("PERPLEXITY_API_KEY");

  private static KnownProvider of(String name, String url, String... variables) {
    return new KnownProvider(name, URI.create(url), List.of(variables));
  }
}
