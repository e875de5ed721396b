// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.tree;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds at which path of a document.
 *
 * @param <R> the rule
 */
public final class PathRules<R> {
  /** Stands for any key, and for any item of a list. */
  public static final String ANY = "*";

  private final Node<R> root = new Node<>();

  /** Adds a rule for paths such as {@code services.*.ports.*}. */
  public PathRules<R> add(String pattern, R rule) {
    Node<R> node = root;
    for (String key : pattern.split("\\.", -1)) {
      node = node.children.computeIfAbsent(key, name -> new Node<>());
    }
    node.rule = rule;
    return this;
  }

  /** Adds the same rule for several patterns. */
  public PathRules<R> addAll(R rule, String... patterns) {
    for (String pattern : patterns) {
      add(pattern, rule);
    }
    return this;
  }

  /** The rule of exactly that path; null without one. */
  public @Nullable R find(TreePath path) {
    Node<R> node = node(path);
    return node == null ? null : node.rule;
  }

  /** The keys that some rule names directly below that path, {@link #ANY} among them. */
  public Set<String> below(TreePath path) {
    Node<R> node = node(path);
    return node == null ? Set.of() : node.children.keySet();
  }

  private @Nullable Node<R> node(TreePath path) {
    Node<R> node = root;
    for (String key : path.keys()) {
      Node<R> next = node.children.get(key);
      if (next == null) {
        next = node.children.get(ANY);
      }
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  private static final class Node<R> {
    private final Map<String, Node<R>> children = new LinkedHashMap<>();
    private @Nullable R rule;
  }
}
