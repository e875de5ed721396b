// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gateway run --headless} is the program of the container image, logs and all. */
class HeadlessGatewayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void logsAsTheEnvironmentSaysNotesWhatChangesNothingAndEndsWell() throws Exception {
    Process gateway = start(Map.of("LOG_FORMAT", "json", "VECTOR_DIMENSION", "1536"));
    try {
      Wait.until("it listens: " + said(), () -> said().contains("listening on http"), PATIENCE);

      gateway.destroy();

      assertThat(gateway.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(gateway.exitValue()).isZero();
      assertThat(said().lines().filter(line -> line.startsWith("{")).toList())
          .anyMatch(line -> line.contains("VECTOR_DIMENSION is set but changes nothing"))
          .anyMatch(line -> line.contains("\"formattedMessage\":\"stopped\""));
    } finally {
      gateway.destroyForcibly().waitFor();
    }
  }

  @Test
  void endsWithOneClearErrorWhenItCannotLogSo() throws Exception {
    Process gateway = start(Map.of("LOG_LEVEL", "loud"));
    try {
      assertThat(gateway.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(gateway.exitValue()).isOne();
      assertThat(said())
          .contains("LOG_LEVEL cannot be used", "→ Use debug, info, warn or error.")
          .doesNotContain("\tat ");
    } finally {
      gateway.destroyForcibly().waitFor();
    }
  }

  private Process start(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                Child.productClassPath(),
                Main.class.getName(),
                "gateway",
                "run",
                "--headless"));
    builder.environment().put("WHEELHOUSE_HOME", folder.resolve("home").toString());
    builder.environment().put("WHEELHOUSE_GATEWAY_TOKEN", "token-of-the-tests-0123456789");
    builder.environment().put("WHEELHOUSE_GATEWAY_PORT", "0");
    builder.environment().putAll(environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("said"));
    } catch (IOException e) {
      return "";
    }
  }
}
