// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.stack.LocalAi;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The real program in a process of its own, which a test can kill. Closing kills it, too. */
final class Child implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path error;

  private Child(Process process, Path out, Path error) {
    this.process = process;
    this.out = out;
    this.error = error;
  }

  static Child start(LocalAi stack, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", productClassPath(), Main.class.getName()));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(stack.home(), "child", ".out");
      Path error = Files.createTempFile(stack.home(), "child", ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(stack.environment());
      builder.redirectOutput(out.toFile()).redirectError(error.toFile());
      return new Child(builder.start(), out, error);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What users run, without anything of the tests. */
  static String productClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes") && !entry.contains("test-support"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  boolean running() {
    return process.isAlive();
  }

  /** What it has printed so far. */
  String out() {
    return read(out);
  }

  String error() {
    return read(error);
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}; fails when the program had ended by itself before. */
  void kill() {
    assertThat(running()).as("still at work; it said %s %s", out(), error()).isTrue();
    end();
  }

  private void end() {
    process.destroyForcibly();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    end();
  }
}
