// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.rule;

import dev.wheelhouse.gateway.route.pool.PoolOptions;
import java.util.ArrayList;
import java.util.List;

/** The rules that the options of a pool ask for. */
public final class Rules {
  private Rules() {}

  /** Every rule that holds. */
  public static List<Rule> of(PoolOptions options) {
    List<Rule> rules = new ArrayList<>();
    if (options.local()) {
      rules.add(new PrivacyPin());
    }
    if (options.maxPrice() < Double.POSITIVE_INFINITY) {
      rules.add(new CostCap(options.maxPrice()));
    }
    return rules;
  }
}
