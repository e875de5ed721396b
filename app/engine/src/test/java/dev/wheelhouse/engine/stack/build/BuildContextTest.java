// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.compose.ComposeBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a build gets of its folder. */
class BuildContextTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "*.log, a.log, true",
    "*.log, deep/a.log, false",
    "**/*.log, deep/er/a.log, true",
    "**/*.log, a.log, true",
    "node_modules, node_modules/x/y.js, true",
    "**/node_modules, a/node_modules/x, true",
    "/build/, build/out, true",
    "build, building, false",
    "te?t, test, true",
    "te?t, te/t, false",
    "a/*/c, a/b/c, true",
    "a/**, a/b/c, true",
    "[ab].txt, b.txt, true",
    "# a, a, false",
    "a.b, axb, false"
  })
  void knowsThePatternsOfDocker(String pattern, String path, boolean ignored) {
    assertThat(IgnoreFile.of(List.of(pattern)).ignores(path)).isEqualTo(ignored);
  }

  @Test
  void theLastPatternThatFitsCounts() {
    IgnoreFile file = IgnoreFile.of(List.of("*.md", "!README.md", "docs", "!docs/keep"));

    assertThat(file.ignores("a.md")).isTrue();
    assertThat(file.ignores("README.md")).isFalse();
    assertThat(file.ignores("docs/drop")).isTrue();
    assertThat(file.ignores("docs/keep")).isFalse();
  }

  @Test
  void packsWhatIsNotIgnored() throws IOException {
    write("Dockerfile", "FROM x\n");
    write(".dockerignore", "*\n!src\n!run.sh\nsrc/**/*.tmp\n");
    write("src/a.txt", "a");
    write("src/deep/b.tmp", "b");
    write("run.sh", "#!/bin/sh\n");
    write("secret.txt", "s");
    Files.createSymbolicLink(folder.resolve("src/link"), Path.of("a.txt"));

    Map<String, String> packed = pack(build("Dockerfile", null));

    assertThat(packed)
        .containsEntry("Dockerfile", "FROM x\n")
        .containsEntry("src/a.txt", "a")
        .containsEntry("src/link", "-> a.txt")
        .containsKeys("run.sh", ".dockerignore")
        .doesNotContainKeys("secret.txt", "src/deep/b.tmp");
  }

  @Test
  void takesADockerfileFromTheComposeFileOrFromElsewhere() throws IOException {
    Path context = Files.createDirectories(folder.resolve("app"));
    write("Other", "FROM other\n");

    assertThat(pack(build(context, "Dockerfile", "FROM inline\n")))
        .containsEntry(".wheelhouse.Dockerfile", "FROM inline\n");
    assertThat(pack(build(context, "../Other", null)))
        .containsEntry(".wheelhouse.Dockerfile", "FROM other\n");
  }

  private ComposeBuild build(String dockerfile, String inline) {
    return build(folder, dockerfile, inline);
  }

  private static ComposeBuild build(Path context, String dockerfile, String inline) {
    return new ComposeBuild(
        context,
        dockerfile,
        inline,
        Map.of(),
        "",
        Map.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        0,
        false,
        false,
        false);
  }

  private static Map<String, String> pack(ComposeBuild build) throws IOException {
    Map<String, String> packed = new LinkedHashMap<>();
    try (BuildContext context = BuildContext.pack(build);
        TarArchiveInputStream tar = new TarArchiveInputStream(context.open())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        packed.put(
            entry.getName(),
            entry.isSymbolicLink()
                ? "-> " + entry.getLinkName()
                : new String(tar.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return packed;
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(".").normalize());
    Files.writeString(file, content);
  }
}
