// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.admission;

import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.key.ModelNames;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.limit.Limiter.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits that concern more than one key. The limits of a key stand in the key.
 *
 * @param models how much all clients together may use models, by the upstream's name of the model;
 *     in a name {@code *} stands for any text, and each name has one account
 * @param prices what tokens cost where routing does not say, by the same kind of names; the first
 *     that fits counts
 */
public record LimitRules(Map<String, KeyLimits> models, Map<String, Price> prices) {
  /** No limits and no prices. */
  public static final LimitRules NONE = new LimitRules(Map.of(), Map.of());

  private static final double MILLION = 1e6;

  /** Copies the maps, in their order. */
  public LimitRules {
    models = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(models));
    prices = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(prices));
  }

  /**
   * What a million tokens cost.
   *
   * @param prompt tokens read
   * @param completion tokens written
   */
  public record Price(double prompt, double completion) {}

  /** The limits of a model. */
  List<Subject> of(String model) {
    if (models.isEmpty()) {
      return List.of();
    }
    List<Subject> subjects = new ArrayList<>();
    models.forEach((pattern, limits) -> {
      if (ModelNames.matches(pattern, model)) {
        subjects.add(new Subject("model:" + pattern, "model", limits));
      }
    });
    return subjects;
  }

  /** What an answer cost; 0 when the model has no price. */
  double cost(String model, Usage usage) {
    for (Map.Entry<String, Price> entry : prices.entrySet()) {
      if (ModelNames.matches(entry.getKey(), model)) {
        Price price = entry.getValue();
        return (usage.prompt() * price.prompt() + usage.completion() * price.completion())
            / MILLION;
      }
    }
    return 0;
  }
}
