// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.tree;

import java.util.ArrayList;
import java.util.List;

/** The keys from the top of a document to a value; an item of a list is {@code []}. */
public record TreePath(List<String> keys) {
  private static final TreePath TOP = new TreePath(List.of());

  /** Stands for any item of a list. */
  public static final String ITEM = "[]";

  public TreePath {
    keys = List.copyOf(keys);
  }

  /** The top of a document. */
  public static TreePath top() {
    return TOP;
  }

  /** The path of these keys. */
  public static TreePath of(String... keys) {
    return new TreePath(List.of(keys));
  }

  /** One key further. */
  public TreePath at(String key) {
    List<String> longer = new ArrayList<>(keys);
    longer.add(key);
    return new TreePath(longer);
  }

  /** Any item of the list here. */
  public TreePath item() {
    return at(ITEM);
  }
}
