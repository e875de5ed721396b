// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.stack;

import java.nio.file.Path;
import java.util.List;

/** The stack {@code local-ai} of one home. */
public final class LocalAi extends TestStack {
  public static final String NAME = "local-ai";

  /** Every service of the template. */
  public static final List<String> SERVICES =
      List.of(
          "chroma",
          "front-door",
          "grafana",
          "ollama",
          "postgres",
          "postgres-exporter",
          "prometheus",
          "redis",
          "redis-exporter");

  private LocalAi(Path home) {
    super(home, NAME, List.of("OLLAMA_PORT", "CHROMA_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT"));
  }

  /** As {@link TestStack#TestStack}. */
  public static LocalAi prepare(Path home) {
    return new LocalAi(home);
  }
}
