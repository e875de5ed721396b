// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.load;

import dev.wheelhouse.engine.compose.tree.Tree;

/** How much a project may come to, so that a small file cannot fill the memory. */
final class Bounds {
  /** Of keys, items and values together. */
  private static final int MOST_VALUES = 200_000;

  private int left = MOST_VALUES;

  /** Counts that value and all below it. */
  void add(Tree tree) {
    if (--left < 0) {
      throw tree.place()
          .invalid(
              "the project comes to more than " + MOST_VALUES + " values",
              "Let fewer services extend each other, or give them less.");
    }
    switch (tree) {
      case Tree.Branch branch -> branch.children().values().forEach(this::add);
      case Tree.Row row -> row.items().forEach(this::add);
      case Tree.Leaf leaf -> {}
      case Tree.Nothing nothing -> {}
    }
  }
}
