// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a tool of the system that answers quickly, without a shell. */
final class ShortCommand {
  private ShortCommand() {}

  /** What it printed, or nothing when it is missing, fails or takes longer than the patience. */
  static List<String> lines(Duration patience, String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(nullDevice().toFile()))
              .start();
      CompletableFuture<String> output = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> output.complete(read(process)));
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return List.of();
      }
      return output.join().lines().toList();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  private static Path nullDevice() {
    return Path.of(java.io.File.separatorChar == '\\' ? "NUL" : "/dev/null");
  }
}
