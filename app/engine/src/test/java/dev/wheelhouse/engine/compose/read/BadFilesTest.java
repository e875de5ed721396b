// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.ComposeInvalid;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are refused. Each folder of {@code compose/bad} says in {@code expected.txt} which
 * file, line and key are named and what people are told to do: one line each.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BadFilesTest {
  private static final Path BAD = Path.of("src/test/resources/compose/bad");

  @TempDir Path folder;

  static List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(BAD)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void namesFileLineKeyAndRemedy(String name) throws IOException {
    Path bad = BAD.resolve(name);
    List<String> expected = Files.readAllLines(bad.resolve("expected.txt"));

    ComposeInvalid problem = problemOf(bad.resolve("compose.yaml"));

    assertThat(
            List.of(
                problem.file(), String.valueOf(problem.line()), problem.key(), problem.remedy()))
        .isEqualTo(expected);
  }

  @Test
  void thereAreAtLeastForty() throws IOException {
    assertThat(names()).hasSizeGreaterThanOrEqualTo(40);
  }

  private static ComposeInvalid problemOf(Path file) {
    ComposeInvalid[] problem = new ComposeInvalid[1];
    assertThatThrownBy(() -> ComposeLoader.load(file, Map.of(), Trust.OWN))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> problem[0] = (ComposeInvalid) e.problem());
    return problem[0];
  }

  /**
   * In a process of its own, whose heap is bounded: 200 MB, with all of the machine's around it.
   */
  @Test
  void refusesBombsInLittleMemory() throws IOException, InterruptedException {
    bombs();
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx200m",
                "-Xss512k",
                "-cp",
                System.getProperty("java.class.path"),
                BombReader.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    List<String> lines = output.lines().filter(line -> line.contains(" => ")).toList();
    lines.forEach(System.out::println);
    assertThat(lines).hasSize(16).allMatch(line -> line.contains("=> refused"));
  }

  private void bombs() throws IOException {
    String web = "services: {web: {image: x}}\n";
    bomb("aliases", layers("x-%d: &a%d [%s]\n", "*a%d") + web);
    bomb("merges", layers("x-%d: &a%d {k%d: 1, <<: [%s]}\n", "*a%d") + web);
    bomb("itself", "x-a: &a\n  b: *a\n" + web);
    bomb("brackets", "x: " + "[".repeat(200_000) + "]".repeat(200_000));
    bomb("braces", "x: " + "{a: ".repeat(100_000));
    bomb("levels", lines(1000, i -> " ".repeat(i) + "a" + i + ":\n"));
    bomb("nested-variables", "x: \"" + "${A:-".repeat(50_000) + "}".repeat(50_000) + "\"\n" + web);
    bomb("long-variables", "x: \"" + "${BIG}".repeat(50_000) + "\"\n" + web);
    Files.writeString(folder.resolve("long-variables/.env"), "BIG=" + "b".repeat(100_000) + "\n");
    bomb("laughing-variables", web);
    Files.writeString(
        folder.resolve("laughing-variables/.env"),
        "V0=laugh\n" + lines(30, i -> "V" + (i + 1) + "=" + ("$V" + i).repeat(10) + "\n"));
    bomb("waiting", "services:\n" + lines(9000, i -> waits(i, 9000)));
    bomb("extending", "services:\n" + lines(9000, BadFilesTest::extension));
    bomb("fat-base", fatBase());
    bomb("resets", "services:\n" + lines(20_000, i -> "  s" + i + ": !reset null\n"));
    bomb("includes", "include: [a0.yaml, a0.yaml]\n" + web);
    for (int i = 0; i < 20; i++) {
      String next = i == 19 ? "" : "include: [a%d.yaml, a%d.yaml]\n".formatted(i + 1, i + 1);
      Files.writeString(folder.resolve("includes/a" + i + ".yaml"), next + web);
    }
    sparse(bomb("huge", "x: y\n").resolve("compose.yaml"));
    sparse(bomb("huge-variables", web).resolve(".env"));
  }

  private static String lines(int count, java.util.function.IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
  }

  /** Each layer names the one below ten times. */
  private static String layers(String form, String alias) {
    StringBuilder bomb =
        new StringBuilder(form.formatted(0, 0, form.contains("{") ? 0 : "lol", ""));
    for (int i = 1; i < 12; i++) {
      String below = alias.formatted(i - 1);
      String all = (below + ",").repeat(9) + below;
      bomb.append(form.contains("{") ? form.formatted(i, i, i, all) : form.formatted(i, i, all));
    }
    return bomb.toString();
  }

  private static String waits(int i, int count) {
    String next = i + 1 < count ? ", depends_on: [s%d]".formatted(i + 1) : "";
    return "  s%d: {image: x%s}\n".formatted(i, next);
  }

  private static String extension(int i) {
    return i == 8999 ? "  s8999: {image: x}\n" : "  s%d: {extends: s%d}\n".formatted(i, i + 1);
  }

  private static String fatBase() {
    return "services:\n  base:\n    image: x\n    environment:\n"
        + lines(20_000, i -> "      V" + i + ": a\n")
        + lines(10_000, i -> "  s" + i + ": {extends: base, environment: {A: b}}\n");
  }

  private Path bomb(String name, String content) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    Files.writeString(own.resolve("compose.yaml"), content);
    return own;
  }

  private static void sparse(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(100L * 1024 * 1024);
    }
  }
}
