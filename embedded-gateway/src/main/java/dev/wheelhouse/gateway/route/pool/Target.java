// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.pool;

/**
 * A model of an upstream, as a member of a pool.
 *
 * @param upstream the upstream's name; one that is not set up is passed over
 * @param model what the upstream calls the model
 * @param weight its share compared to the others, above 0
 * @param contextWindow how many tokens a conversation may have; 0 when that is not known
 */
public record Target(
    String upstream,
    String model,
    double weight,
    Price price,
    int contextWindow,
    Location location) {

  /** Checks the ranges. */
  public Target {
    if (upstream.isEmpty() || model.isEmpty()) {
      throw new IllegalArgumentException("a target names an upstream and a model");
    }
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("a weight is above 0: " + weight);
    }
    if (contextWindow < 0) {
      throw new IllegalArgumentException("a context window is not negative: " + contextWindow);
    }
  }

  /** A target of weight 1 that costs nothing. */
  public static Target of(String upstream, String model) {
    return new Target(upstream, model, 1, Price.FREE, 0, Location.BY_ADDRESS);
  }

  /** The same with another weight. */
  public Target weighing(double other) {
    return new Target(upstream, model, other, price, contextWindow, location);
  }

  /** The same with another price. */
  public Target costing(double prompt, double completion) {
    Price other = new Price(prompt, completion);
    return new Target(upstream, model, weight, other, contextWindow, location);
  }

  /** The same with another context window. */
  public Target holding(int tokens) {
    return new Target(upstream, model, weight, price, tokens, location);
  }

  /** The same at another place. */
  public Target at(Location other) {
    return new Target(upstream, model, weight, price, contextWindow, other);
  }

  /** For people and headers: {@code upstream/model}. */
  public String label() {
    return upstream + "/" + model;
  }
}
