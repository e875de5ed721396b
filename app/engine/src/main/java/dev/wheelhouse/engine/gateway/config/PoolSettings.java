// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import java.util.List;

/**
 * A name that stands for several models, or for one.
 *
 * @param name what clients ask for; it goes before a model of the same name
 * @param targets in order of preference, each once
 * @param sticky whether a conversation stays with the target that answered it last
 * @param local whether only targets on this machine may answer
 * @param rules what else holds
 */
public record PoolSettings(
    String name,
    PoolPolicy policy,
    List<PoolTarget> targets,
    boolean sticky,
    boolean local,
    PoolRules rules) {
  public PoolSettings {
    targets = List.copyOf(targets);
    if (name.isBlank() || name.length() > 256 || !name.equals(name.strip())) {
      throw new IllegalArgumentException("a pool needs a name of at most 256 characters");
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("the pool " + name + " has no target");
    }
    if (targets.stream().map(PoolTarget::label).distinct().count() < targets.size()) {
      throw new IllegalArgumentException("the pool " + name + " has a target twice");
    }
  }

  /** Under the standard rules. */
  public PoolSettings(
      String name, PoolPolicy policy, List<PoolTarget> targets, boolean sticky, boolean local) {
    this(name, policy, targets, sticky, local, PoolRules.STANDARD);
  }

  /** The same with another policy. */
  public PoolSettings withPolicy(PoolPolicy changed) {
    return new PoolSettings(name, changed, targets, sticky, local, rules);
  }

  /** The same with other targets. */
  public PoolSettings withTargets(List<PoolTarget> changed) {
    return new PoolSettings(name, policy, changed, sticky, local, rules);
  }

  /** The same, sticky or not. */
  public PoolSettings withSticky(boolean changed) {
    return new PoolSettings(name, policy, targets, changed, local, rules);
  }

  /** The same, on this machine only or not. */
  public PoolSettings withLocal(boolean changed) {
    return new PoolSettings(name, policy, targets, sticky, changed, rules);
  }

  /** The same under other rules. */
  public PoolSettings withRules(PoolRules changed) {
    return new PoolSettings(name, policy, targets, sticky, local, changed);
  }
}
