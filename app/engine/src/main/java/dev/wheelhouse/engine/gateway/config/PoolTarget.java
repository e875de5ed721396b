// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

/**
 * A model of a provider, as a member of a pool.
 *
 * @param model what the provider calls it
 * @param weight its share compared to the others, above 0
 */
public record PoolTarget(String upstream, String model, double weight) {
  public PoolTarget {
    if (upstream.isBlank() || model.isBlank()) {
      throw new IllegalArgumentException("a target names a provider and a model");
    }
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("a weight is above 0: " + weight);
    }
  }

  /** The same with another weight. */
  public PoolTarget weighing(double changed) {
    return new PoolTarget(upstream, model, changed);
  }

  /** For people: {@code provider/model}. */
  public String label() {
    return upstream + "/" + model;
  }
}
