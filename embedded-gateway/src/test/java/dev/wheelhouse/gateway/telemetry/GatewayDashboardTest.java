// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard of the gateway asks only for what the gateway shows. */
class GatewayDashboardTest {
  private static final Path DASHBOARD =
      Path.of("../compose-templates/local-ai/grafana/dashboards/gateway.json");
  private static final Pattern METRIC =
      Pattern.compile(
          "((?:gen_ai|wheelhouse)_\\w+?(?:_bucket|_sum|_count|_total|\\b))(?=[{\\[)]|$)");
  private static final Pattern GROUPED = Pattern.compile("by \\(([^)]*)\\)");
  private static final Pattern SELECTED = Pattern.compile("\\{(\\w+)!?=");

  @Test
  void asksOnlyForMetricsAndLabelsThatThereAre() throws IOException {
    List<String> samples = samples();
    int asked = 0;
    for (String query : queries()) {
      Matcher metric = METRIC.matcher(GROUPED.matcher(query).replaceAll(""));
      while (metric.find()) {
        asked++;
        String name = metric.group(1);
        List<String> lines =
            samples.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .toList();
        assertThat(lines).as("%s of %s", name, query).isNotEmpty();
        for (String label : labels(query)) {
          assertThat(lines.getFirst()).as(query).contains(label + "=\"");
        }
      }
    }
    assertThat(asked).isGreaterThan(20);
  }

  private static List<String> labels(String query) {
    List<String> labels = new ArrayList<>();
    Matcher grouped = GROUPED.matcher(query);
    while (grouped.find()) {
      labels.addAll(List.of(grouped.group(1).split(", ")));
    }
    Matcher selected = SELECTED.matcher(query);
    while (selected.find()) {
      labels.add(selected.group(1));
    }
    return labels;
  }

  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).required("panels")) {
      panel.required("targets").forEach(t -> queries.add(t.required("expr").asText()));
    }
    return queries;
  }

  /** What the gateway shows after a request that had everything. */
  private static List<String> samples() {
    GatewayMetrics metrics = new GatewayMetrics();
    metrics.watchLog(() -> 0, () -> 0);
    metrics.upstreamUp("second", true);
    metrics.requestStarted();
    ChatTrace trace = new ChatTrace("chat");
    trace.attemptStarted("first");
    trace.attemptEnded("upstream_busy");
    trace.retried();
    trace.attemptStarted("second");
    trace.routed("second", "openai", "m");
    trace.observe(frame(new ChatEvent.Text("a")));
    trace.observe(frame(new ChatEvent.Text("b")));
    trace.observe(frame(new ChatEvent.Used(new Usage(3, 5, 0, 0))));
    trace.attemptEnded("");
    trace.cache("miss");
    trace.cost(0.01);
    trace.failed(ApiFailure.invalid("for the test", ""));
    metrics.chatEnded(trace);
    metrics.requestEnded("/v1/chat/completions", 400);
    return new String(metrics.text(), StandardCharsets.UTF_8).lines().toList();
  }

  private static Frame frame(ChatEvent event) {
    return new Frame(Dialect.OPENAI, new byte[0], List.of(event));
  }
}
