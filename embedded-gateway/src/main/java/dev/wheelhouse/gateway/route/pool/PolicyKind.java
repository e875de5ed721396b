// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.pool;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** By what a pool orders its targets; the classes in {@code route.policy} define each. */
public enum PolicyKind {
  PRIORITY("failover"),
  ROUND_ROBIN(""),
  RANDOM(""),
  WEIGHTED(""),
  LEAST_IN_FLIGHT("load_balanced least_busy"),
  LEAST_LATENCY("min_latency"),
  LOWEST_COST("min_cost"),
  HIGHEST_SUCCESS("max_accuracy"),
  DYNAMIC_WEIGHT("weighted_composite dwa"),
  WARM_FIRST("warm"),
  SPILLOVER("");

  private final String otherNames;

  PolicyKind(String otherNames) {
    this.otherNames = otherNames;
  }

  /** Its name in files and answers. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The policy of this name, as users of other routers may write it too. */
  public static Optional<PolicyKind> named(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    return Arrays.stream(values())
        .filter(kind ->
            kind.label().equals(plain) || List.of(kind.otherNames.split(" ", -1)).contains(plain))
        .findFirst();
  }
}
