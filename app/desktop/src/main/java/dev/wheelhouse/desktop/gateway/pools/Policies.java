// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.gateway.part.Written;
import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import dev.wheelhouse.engine.gateway.config.PoolRules;
import dev.wheelhouse.engine.gateway.config.PoolSettings;
import java.util.ArrayList;
import java.util.List;

/** How the policies read. */
final class Policies {
  private Policies() {}

  static String title(PoolPolicy policy) {
    return switch (policy) {
      case PRIORITY -> "First that works";
      case ROUND_ROBIN -> "In turn";
      case RANDOM -> "At random";
      case WEIGHTED -> "By weight";
      case LEAST_IN_FLIGHT -> "Least busy";
      case LEAST_LATENCY -> "Fastest";
      case LOWEST_COST -> "Cheapest";
      case HIGHEST_SUCCESS -> "Most reliable";
      case DYNAMIC_WEIGHT -> "Dynamic weight";
      case WARM_FIRST -> "Loaded first";
      case SPILLOVER -> "Spill over";
    };
  }

  /** What the pool does, in a sentence. */
  static String words(PoolSettings pool) {
    PoolRules rules = pool.rules();
    List<String> words = new ArrayList<>();
    words.add(
        pool.policy() == PoolPolicy.SPILLOVER
            ? "The first target until it has %d answers under way, then the next"
                .formatted(rules.spillAt())
            : words(pool.policy()));
    if (rules.maxPrice() > 0) {
      words.add("none above $" + Written.of(rules.maxPrice()) + " per million in and out");
    }
    if (!rules.larger().isEmpty()) {
      words.add("longer conversations go to " + rules.larger());
    }
    return String.join("; ", words);
  }

  private static String words(PoolPolicy policy) {
    return switch (policy) {
      case PRIORITY -> "Always the first target; the next ones when it fails";
      case ROUND_ROBIN -> "Each target after the other";
      case RANDOM -> "Any target, all with the same chance";
      case WEIGHTED -> "Each target as often as its weight says";
      case LEAST_IN_FLIGHT -> "The target with the fewest answers under way";
      case LEAST_LATENCY -> "The target that began its last answers soonest";
      case LOWEST_COST -> "The target whose tokens cost least";
      case HIGHEST_SUCCESS -> "The target that finished most of its last answers";
      case DYNAMIC_WEIGHT -> "By success, availability and speed together, measured all the time";
      case WARM_FIRST -> "A target whose model is in memory already";
      case SPILLOVER -> "The first target until it is busy, then the next";
    };
  }

  /** Whether the weights that the user sets count for it. */
  static boolean weighs(PoolPolicy policy) {
    return policy == PoolPolicy.WEIGHTED || policy == PoolPolicy.DYNAMIC_WEIGHT;
  }
}
