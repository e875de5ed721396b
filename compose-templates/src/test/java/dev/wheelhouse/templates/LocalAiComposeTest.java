// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static dev.wheelhouse.templates.ComposeFile.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is special in the Compose file of local-ai; TemplatePromisesTest has what all promise. */
class LocalAiComposeTest {

  private static ComposeFile compose = new ComposeFile(Map.of());

  @BeforeAll
  static void readTheFile() throws IOException {
    compose = ComposeFile.read(Path.of("local-ai", "compose.yaml"));
  }

  @Test
  void holdsTheServicesOfTheStack() {
    assertThat(compose.services().keySet())
        .containsExactlyInAnyOrder(
            "postgres",
            "redis",
            "chroma",
            "ollama",
            "prometheus",
            "grafana",
            "redis-exporter",
            "postgres-exporter",
            "front-door");
    assertThat(compose.volumes()).hasSize(6);
    assertThat(list(compose.services().getOrDefault("front-door", Map.of()).get("ports")))
        .hasSize(4);
  }

  @Test
  void givesDatabasesTimeToStop() {
    assertThat(compose.services().get("postgres")).containsEntry("stop_grace_period", "120s");
    assertThat(compose.services().get("redis")).containsEntry("stop_grace_period", "60s");
    assertThat(compose.services().get("prometheus")).containsEntry("stop_grace_period", "60s");
  }
}
