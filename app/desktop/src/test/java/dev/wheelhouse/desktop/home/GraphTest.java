// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.problem.StackProblem.DependencyFailed;
import dev.wheelhouse.engine.problem.StackProblem.ImageMissing;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {

  @Test
  void aServiceStandsRightOfWhatItNeedsAndInItsRow() {
    Graph graph = Graph.of(Samples.running(), Map.of(), Map.of());

    assertThat(cell(graph, "prometheus").column()).isZero();
    assertThat(cell(graph, "grafana").column()).isEqualTo(1);
    assertThat(cell(graph, "grafana").row()).isEqualTo(cell(graph, "prometheus").row());
    assertThat(cell(graph, "redis-exporter").row()).isEqualTo(cell(graph, "redis").row());
    assertThat(graph.columns()).isEqualTo(2);
    assertThat(graph.rows()).isEqualTo(6);
  }

  @Test
  void noTwoServicesShareACell() {
    Graph graph = Graph.of(Samples.running(), Map.of(), Map.of());

    assertThat(graph.nodes().stream().map(Graph.Node::cell)).doesNotHaveDuplicates();
  }

  @Test
  void edgesSayWhatWaitsForWhat() {
    Graph graph = Graph.of(Samples.starting(), Map.of(), Map.of());

    assertThat(graph.edges())
        .contains(
            new Graph.Edge("prometheus", "grafana", Graph.Kind.WAITING),
            new Graph.Edge("redis", "redis-exporter", Graph.Kind.MET));
    assertThat(node(graph, "grafana").detail()).isEqualTo("Waits for Prometheus");
  }

  @Test
  void aFailedServiceBreaksTheEdgeAndNamesWhatIsMissing() {
    Stack stack =
        Samples.running(StackState.DEGRADED)
            .failed("prometheus", new ImageMissing("prometheus", "prom/prometheus:x", "404"))
            .failed("grafana", new DependencyFailed("grafana", "prometheus"))
            .stack();

    Graph graph = Graph.of(stack, Map.of(), Map.of());

    assertThat(graph.edges()).contains(new Graph.Edge("prometheus", "grafana", Graph.Kind.BROKEN));
    assertThat(node(graph, "prometheus").tone()).isEqualTo(Tone.DANGER);
    assertThat(node(graph, "grafana").tone()).isEqualTo(Tone.WARN);
    assertThat(node(graph, "grafana").detail()).isEqualTo("Needs Prometheus");
  }

  @Test
  void aPullShowsHowFarItIs() {
    Graph graph =
        Graph.of(
            Samples.starting(),
            Map.of("ollama", new Pull("ollama", "ollama:1", 71, 100)),
            Map.of());

    assertThat(node(graph, "ollama").detail()).isEqualTo("Pulling 71 %");
  }

  @Test
  void aRunningServiceSaysWhatMemoryItUses() {
    Graph graph = Graph.of(Samples.running(), Map.of(), Map.of("redis", 14_200_000L));

    assertThat(node(graph, "redis").detail()).isEqualTo("Healthy · 14 MiB");
    assertThat(node(graph, "chroma").detail()).isEqualTo("Healthy");
  }

  private static Graph.Cell cell(Graph graph, String service) {
    return node(graph, service).cell();
  }

  private static Graph.Node node(Graph graph, String service) {
    return graph.nodes().stream()
        .filter(node -> node.service().equals(service))
        .findFirst()
        .orElseThrow();
  }
}
