// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.StackProblem.BuildFailed;
import dev.wheelhouse.engine.stack.StackState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services whose images are built. */
@Timeout(120)
class BuiltImagesTest {
  private static final String BUILT_FOR = "dev.wheelhouse.built-for";

  @TempDir Path root;

  @Test
  void buildsWhatIsMissingOnceAndThenKeepsIt() throws IOException {
    try (FakeRig rig = new FakeRig(root, "services: {web: {build: .}}\n")) {
      Files.writeString(rig.folder().resolve("Dockerfile"), "FROM x\n");

      assertThat(rig.start().state()).isEqualTo(StackState.RUNNING);
      rig.start();

      assertThat(builds(rig)).containsExactly("build demo-web");
      assertThat(rig.timeline()).contains("demo-web is built");
      assertThat(rig.calls("create")).containsExactly("web");
    }
  }

  @Test
  void buildsAtEveryStartWhereTheFileSaysSo() throws IOException {
    String compose = "services: {web: {build: ., image: \"own:1\", pull_policy: build}}\n";
    try (FakeRig rig = new FakeRig(root, compose)) {
      Files.writeString(rig.folder().resolve("Dockerfile"), "FROM x\n");
      rig.start();
      rig.start();

      assertThat(builds(rig)).containsExactly("build own:1", "build own:1");
      assertThat(rig.calls("create")).containsExactly("web", "web");
    }
  }

  @Test
  void tellsWhatTheBuilderSaidLast() throws IOException {
    String compose = "services: {web: {build: {context: ., args: {BROKEN: heron}}}}\n";
    try (FakeRig rig = new FakeRig(root, compose)) {
      Files.writeString(rig.folder().resolve("Dockerfile"), "FROM x\n");

      List<Problem> problems = rig.failingStart(Duration.ofSeconds(20));

      assertThat(problems)
          .singleElement()
          .isInstanceOfSatisfying(
              BuildFailed.class,
              problem -> {
                assertThat(problem.detail()).contains("non-zero code: 2");
                assertThat(problem.lastLines()).contains("make: *** no rule");
                assertThat(problem.toString()).doesNotContain("heron");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"image: \"redis:8\"", "image: \"own:1\", build: {tags: [\"redis:8\"]}"})
  void leavesTheNamesOfImagesAloneThatItDidNotBuild(String taken) throws IOException {
    String build = taken.contains("build") ? "" : ", build: {}";
    String compose = "services: {web: {%s%s, pull_policy: build}}\n".formatted(taken, build);
    compose = compose.replace("build: {}", "build: .").replace("{tags", "{context: ., tags");
    try (FakeRig rig = new FakeRig(root, compose)) {
      Files.writeString(rig.folder().resolve("Dockerfile"), "FROM x\n");
      rig.docker.image("redis:8", "sha256:redis", Map.of(BUILT_FOR, "another"));

      assertThat(rig.failingStart(Duration.ofSeconds(20)))
          .singleElement()
          .satisfies(problem -> {
            assertThat(problem.cause()).contains("redis:8");
            assertThat(problem.remedy()).contains("another name");
          });
      assertThat(builds(rig)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BUILT_FOR, "com.docker.compose.project"})
  void buildsAgainWhatWasBuiltForTheSameProject(String label) throws IOException {
    String compose = "services: {web: {build: ., image: \"own:1\", pull_policy: build}}\n";
    try (FakeRig rig = new FakeRig(root, compose)) {
      Files.writeString(rig.folder().resolve("Dockerfile"), "FROM x\n");
      rig.docker.image("own:1", "sha256:before", Map.of(label, "demo"));

      rig.start();

      assertThat(builds(rig)).containsExactly("build own:1");
      assertThat(rig.docker.image("own:1").orElseThrow().labels()).containsEntry(BUILT_FOR, "demo");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secrets: [s]",
        "ssh: [default]",
        "additional_contexts: {a: ./a}",
        "cache_to: [x]",
        "platforms: [linux/arm64]",
        "network: host",
        "context: \"https://example.com/x.git\""
      })
  void refusesByNameWhatTheClassicBuilderCannotDo(String line) {
    String context = line.startsWith("context") ? "" : "context: ., ";
    String compose =
        "services: {web: {build: {%s%s}}}\nsecrets: {s: {file: ./s}}\n".formatted(context, line);
    try (FakeRig rig = new FakeRig(root, compose)) {
      String key = line.substring(0, line.indexOf(':'));
      assertThatThrownBy(() -> rig.start())
          .satisfies(e -> assertThat(e.toString()).contains("compose.yaml:1:"))
          .satisfies(
              e -> assertThat(e.toString()).contains(key.equals("context") ? "elsewhere" : key));
    }
  }

  private static List<String> builds(FakeRig rig) {
    return rig.docker.calls().stream().filter(call -> call.startsWith("build ")).toList();
  }
}
