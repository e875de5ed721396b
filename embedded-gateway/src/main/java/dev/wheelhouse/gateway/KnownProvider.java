// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A provider that the gateway knows; the addresses are those of the providers' documentation.
 *
 * @param name a short name, as upstreams have one
 * @param title what people call it
 * @param bases its addresses, the usual one first; others belong to other plans or countries
 * @param variables names that users have in their environment, the first that is set counts
 */
public record KnownProvider(String name, String title, List<URI> bases, List<String> variables) {

  /** What a provider speaks. */
  public enum Family {
    OPENAI,
    ANTHROPIC,
    GEMINI,
    COHERE,
    PERPLEXITY
  }

  /** All of them, in the order in which they are offered. */
  public static final List<KnownProvider> ALL =
      List.of(
          of("openai", "OpenAI", "https://api.openai.com/v1", "OPENAI_API_KEY"),
          of("anthropic", "Anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
          of(
              "gemini",
              "Google Gemini",
              "https://generativelanguage.googleapis.com/v1beta",
              "GEMINI_API_KEY",
              "GOOGLE_API_KEY"),
          of("grok", "xAI Grok", "https://api.x.ai/v1", "GROK_API_KEY", "XAI_API_KEY"),
          of("cohere", "Cohere", "https://api.cohere.com", "COHERE_API_KEY"),
          new KnownProvider(
              "zai",
              "Z.ai GLM",
              List.of(
                  URI.create("https://api.z.ai/api/paas/v4"),
                  URI.create("https://api.z.ai/api/coding/paas/v4"),
                  URI.create("https://open.bigmodel.cn/api/paas/v4")),
              List.of("ZAI_API_KEY")),
          of("perplexity", "Perplexity", "https://api.perplexity.ai", "PERPLEXITY_API_KEY"),
          of("mistral", "Mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
          of("groq", "Groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
          of("openrouter", "OpenRouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
          of("deepseek", "DeepSeek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"));

  /** Copies the lists. */
  public KnownProvider {
    bases = List.copyOf(bases);
    variables = List.copyOf(variables);
  }

  private static KnownProvider of(String name, String title, String base, String... variables) {
    return new KnownProvider(name, title, List.of(URI.create(base)), List.of(variables));
  }

  /** Its usual address. */
  public URI base() {
    return bases.getFirst();
  }

  /** The provider at the host of an address. */
  public static Optional<KnownProvider> at(URI address) {
    String host = host(address);
    return ALL.stream()
        .filter(known -> known.bases().stream().anyMatch(base -> host(base).equals(host)))
        .findFirst();
  }

  /**
   * What the server at an address speaks. Some offer the dialect of others below a path that names
   * it.
   */
  public static Family familyOf(URI address) {
    String host = host(address);
    String path = String.valueOf(address.getPath());
    if (host.equals("api.anthropic.com") || path.matches(".*/anthropic(/v1)?/?")) {
      return Family.ANTHROPIC;
    }
    boolean likeOpenAi = path.matches(".*/(openai|compatibility)(/v1)?/?");
    return switch (host) {
      case "generativelanguage.googleapis.com" -> likeOpenAi ? Family.OPENAI : Family.GEMINI;
      case "api.cohere.com", "api.cohere.ai" -> likeOpenAi ? Family.OPENAI : Family.COHERE;
      case "api.perplexity.ai" -> Family.PERPLEXITY;
      default -> Family.OPENAI;
    };
  }

  private static String host(URI address) {
    return address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
  }
}
