// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;

/** Draws the dependency graph; nodes and lines are kept and only change what they show. */
public final class GraphPane extends Region {
  private static final double NODE_TALL = 48;
  private static final double NODE_LOW = 40;
  private static final double NODE_WIDEST = 240;
  private static final double NODE_NARROWEST = 150;
  private static final double COLUMN_GAP = 72;
  private static final double COLUMN_GAP_MOST = 160;
  private static final double ROW_GAP_LEAST = 4;
  private static final double ROW_GAP_MOST = 32;
  private static final double ROW_GAP_SPREAD = 56;

  private final Map<String, GraphNode> nodes = new LinkedHashMap<>();
  private final List<GraphEdge> edges = new ArrayList<>();
  private Graph graph = new Graph(List.of(), List.of(), 0, 0);
  private Consumer<String> open = service -> {};

  public GraphPane() {
    setAccessibleRole(AccessibleRole.PARENT);
    setAccessibleText("Services and what they wait for");
  }

  /** What a press on a node does. */
  void onOpen(Consumer<String> action) {
    open = action;
  }

  void show(Graph wanted) {
    if (wanted.equals(graph)) {
      return;
    }
    List<String> names = wanted.nodes().stream().map(Graph.Node::service).toList();
    boolean same =
        List.copyOf(nodes.keySet()).equals(names) && wanted.edges().size() == edges.size();
    graph = wanted;
    if (!same) {
      rebuild(names);
    }
    for (Graph.Node node : wanted.nodes()) {
      node(node.service()).show(node);
    }
    for (int i = 0; i < edges.size(); i++) {
      edges.get(i).show(wanted.edges().get(i).kind());
    }
    requestLayout();
  }

  @Override
  protected double computePrefHeight(double width) {
    return height(NODE_TALL, ROW_GAP_MOST);
  }

  @Override
  protected double computeMinHeight(double width) {
    return height(NODE_LOW, ROW_GAP_LEAST);
  }

  @Override
  protected double computePrefWidth(double height) {
    return graph.columns() * (NODE_NARROWEST + COLUMN_GAP) - COLUMN_GAP;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected void layoutChildren() {
    if (graph.nodes().isEmpty()) {
      return;
    }
    int columns = Math.max(1, graph.columns());
    int rows = Math.max(1, graph.rows());
    double free = getWidth() - COLUMN_GAP * (columns - 1);
    double width = Math.floor(Math.clamp(free / columns, NODE_NARROWEST, NODE_WIDEST));
    double tall = getHeight() < height(NODE_TALL, ROW_GAP_LEAST * 2) ? NODE_LOW : NODE_TALL;
    double gap =
        rows == 1
            ? 0
            : Math.floor(
                Math.clamp(
                    (getHeight() - rows * tall) / (rows - 1), ROW_GAP_LEAST, ROW_GAP_SPREAD));
    double columnGap =
        columns == 1
            ? 0
            : Math.floor(
                Math.clamp(
                    (getWidth() - columns * width) / (columns - 1), COLUMN_GAP, COLUMN_GAP_MOST));
    for (Graph.Node node : graph.nodes()) {
      node(node.service())
          .resizeRelocate(
              node.cell().column() * (width + columnGap),
              node.cell().row() * (tall + gap),
              width,
              tall);
    }
    for (int i = 0; i < edges.size(); i++) {
      Graph.Edge edge = graph.edges().get(i);
      GraphNode from = node(edge.from());
      GraphNode to = node(edge.to());
      edges
          .get(i)
          .place(
              from.getLayoutX() + width,
              from.getLayoutY() + tall / 2,
              to.getLayoutX(),
              to.getLayoutY() + tall / 2);
    }
  }

  private double height(double node, double gap) {
    return graph.rows() * node + Math.max(0, graph.rows() - 1) * gap;
  }

  private void rebuild(List<String> names) {
    nodes.clear();
    edges.clear();
    names.forEach(name -> nodes.put(name, new GraphNode(name, service -> open.accept(service))));
    graph.edges().forEach(edge -> edges.add(new GraphEdge()));
    getChildren().setAll(edges);
    getChildren().addAll(nodes.values());
  }

  private GraphNode node(String service) {
    GraphNode node = nodes.get(service);
    if (node == null) {
      throw new IllegalStateException("no node " + service);
    }
    return node;
  }
}
