// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import org.jspecify.annotations.Nullable;

/**
 * A model of a provider, as a member of a pool.
 *
 * @param model what the provider calls it
 * @param weight its share compared to the others, above 0
 * @param price null for what the list of prices says of the model
 * @param context how many tokens a conversation with it may have; 0 when that is not known
 */
public record PoolTarget(
    String upstream, String model, double weight, @Nullable TokenPrice price, int context) {
  public PoolTarget {
    if (upstream.isBlank() || model.isBlank()) {
      throw new IllegalArgumentException("a target names a provider and a model");
    }
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("a weight is above 0: " + weight);
    }
    if (context < 0) {
      throw new IllegalArgumentException("a context is not negative: " + context);
    }
  }

  /** Of the price that the list says, and of a context that is not known. */
  public PoolTarget(String upstream, String model, double weight) {
    this(upstream, model, weight, null, 0);
  }

  /** The same with another weight. */
  public PoolTarget weighing(double changed) {
    return new PoolTarget(upstream, model, changed, price, context);
  }

  /** The same with another price; null for that of the list. */
  public PoolTarget costing(@Nullable TokenPrice changed) {
    return new PoolTarget(upstream, model, weight, changed, context);
  }

  /** The same for conversations of this length; 0 for not known. */
  public PoolTarget holding(int changed) {
    return new PoolTarget(upstream, model, weight, price, changed);
  }

  /** For people: {@code provider/model}. */
  public String label() {
    return upstream + "/" + model;
  }
}
