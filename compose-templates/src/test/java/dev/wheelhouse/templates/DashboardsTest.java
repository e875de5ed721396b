// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("ids")
class DashboardsTest {

  private final String id;

  DashboardsTest(String id) {
    this.id = id;
  }

  static List<String> ids() {
    return Templates.IDS.stream()
        .filter(id -> Files.exists(Path.of(id, "grafana/dashboards")))
        .toList();
  }

  @Test
  void namesTheProvisionedDataSourceInEveryPanel() throws IOException {
    assertThat(Files.readString(Path.of(id, "grafana/provisioning/datasources/prometheus.yaml")))
        .contains("uid: wheelhouse-prometheus");
    for (JsonNode dashboard : dashboards(id)) {
      for (JsonNode panel : dashboard.required("panels")) {
        String title =
            dashboard.required("title").asText() + " / " + panel.required("title").asText();
        assertThat(panel.required("targets")).as(title).isNotEmpty();
        for (JsonNode target : panel.required("targets")) {
          assertThat(target.required("datasource").required("uid").asText())
              .as(title)
              .isEqualTo("wheelhouse-prometheus");
          assertThat(target.required("expr").asText()).as(title).isNotBlank();
        }
      }
    }
  }

  @Test
  void placesNoPanelOverAnother() throws IOException {
    for (JsonNode dashboard : dashboards(id)) {
      Set<String> taken = new HashSet<>();
      for (JsonNode panel : dashboard.required("panels")) {
        JsonNode place = panel.required("gridPos");
        int right = place.required("x").asInt() + place.required("w").asInt();
        assertThat(right).isLessThanOrEqualTo(24);
        for (int x = place.required("x").asInt(); x < right; x++) {
          for (int row = 0; row < place.required("h").asInt(); row++) {
            String cell = x + "," + (place.required("y").asInt() + row);
            assertThat(taken.add(cell))
                .as(dashboard.required("title").asText() + " " + cell)
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void givesEveryDashboardItsOwnId() throws IOException {
    List<String> ids = dashboards(id).stream().map(each -> each.required("uid").asText()).toList();
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(3);
  }

  static List<JsonNode> dashboards(String template) throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (Stream<Path> files = Files.list(Path.of(template, "grafana/dashboards"))) {
      List<Path> paths = files.sorted().toList();
      List<JsonNode> dashboards = new java.util.ArrayList<>();
      for (Path path : paths) {
        dashboards.add(json.readTree(path.toFile()));
      }
      return dashboards;
    }
  }
}
