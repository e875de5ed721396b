// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.pool;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A name that stands for several targets, or for one: then it is an alias.
 *
 * @param name what clients ask for; it goes before a model of the same name
 * @param targets in order of preference, each once
 */
public record Pool(String name, List<Target> targets, PolicyKind policy, PoolOptions options) {
  /** Checks name and targets. */
  public Pool {
    targets = List.copyOf(targets);
    if (name.isBlank() || name.length() > 256 || !name.equals(name.strip())) {
      throw new IllegalArgumentException("a pool needs a name of at most 256 characters");
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("pool " + name + " has no target");
    }
    Set<String> labels = new HashSet<>();
    for (Target target : targets) {
      if (!labels.add(target.label())) {
        throw new IllegalArgumentException("pool " + name + " has twice " + target.label());
      }
    }
  }

  /** A pool with the usual options. */
  public static Pool of(String name, PolicyKind policy, Target... targets) {
    return new Pool(name, List.of(targets), policy, PoolOptions.DEFAULT);
  }

  /** Another name for one model. */
  public static Pool alias(String name, Target target) {
    return of(name, PolicyKind.PRIORITY, target);
  }

  /** The same with other options. */
  public Pool with(PoolOptions other) {
    return new Pool(name, targets, policy, other);
  }
}
