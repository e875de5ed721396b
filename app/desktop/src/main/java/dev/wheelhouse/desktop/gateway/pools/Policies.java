// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.engine.gateway.config.PoolPolicy;

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

  static String words(PoolPolicy policy) {
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
