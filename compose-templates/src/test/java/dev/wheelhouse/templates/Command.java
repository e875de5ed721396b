// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a program ended.
 *
 * @param exit its exit status
 * @param output standard output and standard error together
 */
record Command(int exit, String output) {

  /** Runs a program in a folder, with more environment, and never longer than the time given. */
  static Command run(
      Path folder, Map<String, String> environment, Duration timeout, List<String> words) {
    Path log = null;
    try {
      // Into a file: a program that hangs would block a reader of its output for ever.
      log = Files.createTempFile("command", ".log");
      ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
      builder.environment().putAll(environment);
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(words + " took over " + timeout + ":\n" + Files.readString(log));
      }
      return new Command(process.exitValue(), new String(Files.readAllBytes(log), UTF_8));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(exception);
    } finally {
      delete(log);
    }
  }

  /** The output of a program that has to end well. */
  String succeeded() {
    assertThat(exit).as(output).isZero();
    return output;
  }

  private static void delete(@Nullable Path log) {
    if (log != null) {
      try {
        Files.deleteIfExists(log);
      } catch (IOException exception) {
        throw new UncheckedIOException(exception);
      }
    }
  }
}
