// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names that users have in their {@code .env} and that change nothing here, each with the reason:
 * who sets one must not believe that it works.
 */
final class Unused {
  private static final Map<String, String> REASONS = reasons();

  private Unused() {}

  private static Map<String, String> reasons() {
    Map<String, String> all = new LinkedHashMap<>();
    put(all, "clients say themselves how long an answer may be", "OPENAI_MAX_TOKENS");
    put(
        all,
        "the gateway holds one connection for its log and one for its keys",
        "DB_POOL_SIZE",
        "DB_MAX_OVERFLOW",
        "DB_POOL_TIMEOUT",
        "DB_POOL_RECYCLE");
    put(
        all,
        "the cache has collections of its own in Chroma, and their vectors are as its model makes them",
        "CHROMADB_PATH",
        "COLLECTION_NAME",
        "VECTOR_DIMENSION",
        "MAX_RESULTS");
    put(all, "the gateway has no sessions", "PERMANENT_SESSION_LIFETIME", "SECRET_KEY");
    put(all, "the gateway keeps hashes of keys only and encrypts nothing", "ENCRYPTION_KEY");
    put(all, "the gateway opens as many connections to Redis as it needs", "REDIS_POOL_SIZE");
    put(all, "every environment is treated alike", "ENVIRONMENT");
    put(
        all,
        "logs go to standard output, and the container engine keeps and rotates them",
        "LOG_FILE",
        "LOG_MAX_SIZE",
        "LOG_BACKUP_COUNT");
    put(all, "upstreams are asked at fixed times", "HEALTH_CHECK_INTERVAL");
    put(
        all,
        "metrics are always counted, and read at /metrics with the token",
        "METRICS_ENABLED",
        "METRICS_COLLECTION_INTERVAL");
    return all;
  }

  private static void put(Map<String, String> all, String reason, String... names) {
    for (String name : names) {
      all.put(name, reason);
    }
  }

  /** One sentence for each of these names that is set. */
  static List<String> in(Variables variables) {
    List<String> notes = new ArrayList<>();
    REASONS.forEach((name, reason) -> {
      if (variables.has(name)) {
        notes.add(note(name, reason));
      }
    });
    return notes;
  }

  static String note(String name, String reason) {
    return "%s is set but changes nothing: %s".formatted(name, reason);
  }
}
