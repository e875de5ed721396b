// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.cache.SimilarRules;
import dev.wheelhouse.gateway.chroma.ChromaConfig;
import dev.wheelhouse.gateway.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Whether the cache answers similar questions too. The names of a Chroma alone do not turn that on:
 * they stand in many an {@code .env} for another purpose.
 */
final class SimilarSettings {
  static final String MODEL = "WHEELHOUSE_GATEWAY_CACHE_SIMILAR_MODEL";
  static final String ENTRIES = "WHEELHOUSE_GATEWAY_CACHE_SIMILAR_ENTRIES";
  static final String HOST = "CHROMADB_HOST";
  static final String PORT = "CHROMADB_PORT";
  static final String TOKEN = "CHROMADB_TOKEN";
  static final String THRESHOLD = "SIMILARITY_THRESHOLD";
  private static final int CHROMA_PORT = 8000;

  private SimilarSettings() {}

  static SimilarRules read(Variables variables, CacheRules cache) {
    Optional<String> model = variables.text(MODEL);
    if (model.isEmpty()) {
      return SimilarRules.OFF;
    }
    if (!cache.on()) {
      throw new SettingsProblem(
          MODEL,
          "Similar questions get answers of the cache, which is off.",
          "Turn it on with CACHE_EXPIRE_SECONDS, or leave this out.");
    }
    Variables.Value host =
        variables
            .value(HOST)
            .orElseThrow(() ->
                new SettingsProblem(
                    MODEL, "There is no Chroma for it.", "Set CHROMADB_HOST, or leave this out."));
    int port = variables.number(PORT, 1, 65535).orElse(CHROMA_PORT);
    Secret token = variables.secret(TOKEN).orElse(Secret.none());
    SimilarRules rules = SimilarRules.of(chroma(host, port, token), model.get());
    return rules
        .from(variables.value(THRESHOLD).map(SimilarSettings::threshold).orElse(rules.threshold()))
        .keeping(variables.number(ENTRIES, 1, 1_000_000).orElse(rules.maxEntries()));
  }

  /** A sentence for each name that changes nothing while similar questions are not looked for. */
  static List<String> idle(Variables variables) {
    return variables.has(MODEL)
        ? List.of()
        : List.of(HOST, PORT, TOKEN, THRESHOLD, ENTRIES).stream()
            .filter(variables::has)
            .map(name -> Unused.note(name, "similar questions are not looked for; set " + MODEL))
            .toList();
  }

  /** A name, for which {@code http} is meant, or a whole address. */
  private static ChromaConfig chroma(Variables.Value host, int port, Secret token) {
    String text = host.text();
    try {
      URI address = URI.create(text.contains("://") ? text : "http://" + text + ":" + port);
      return ChromaConfig.of(address, token);
    } catch (IllegalArgumentException e) {
      throw new SettingsProblem(
          host.name(),
          "It is no address of a Chroma that may be used.",
          "Write its name, or http://host:port; https is needed beyond private networks.");
    }
  }

  private static double threshold(Variables.Value value) {
    try {
      double threshold = Double.parseDouble(value.text());
      return SimilarRules.OFF.from(threshold).threshold();
    } catch (IllegalArgumentException e) {
      throw new SettingsProblem(
          value.name(),
          "It is no number from 0.8 to 1: below, questions have other answers.",
          "Correct it; WHEELHOUSE_SIMILARITY_THRESHOLD wins over one that is for something else.");
    }
  }
}
