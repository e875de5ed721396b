// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By what a pool chooses among its targets. */
public enum PoolPolicy {
  PRIORITY,
  ROUND_ROBIN,
  RANDOM,
  WEIGHTED,
  LEAST_IN_FLIGHT,
  LEAST_LATENCY,
  LOWEST_COST,
  HIGHEST_SUCCESS,
  DYNAMIC_WEIGHT,
  WARM_FIRST,
  SPILLOVER;

  /** Its name in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The policy of this name. */
  public static Optional<PoolPolicy> named(String label) {
    return Arrays.stream(values()).filter(policy -> policy.label().equals(label)).findFirst();
  }
}
