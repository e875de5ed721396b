// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.stack.LocalAi;
import dev.wheelhouse.testing.stack.LocalAiData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job from end to end by the command line, over a real engine; each step needs the one
 * before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class CommandLineIT {
  private static final String MODEL = "llama3.2:1b";

  @TempDir private static Path home;
  private LocalAi stack;

  @BeforeAll
  void prepare() {
    stack = LocalAi.prepare(home);
  }

  @AfterAll
  void removeAll() {
    if (stack != null) {
      stack.close();
    }
  }

  private Run run(String... arguments) {
    return Run.of(stack, arguments);
  }

  @Test
  @Order(1)
  void upStartsEveryServiceAndWaitsForHealth() {
    JsonNode started = run("up", "--json").done().json();

    assertThat(started.path("state").asText()).isEqualTo("running");
    assertThat(each(started.path("services"), "service"))
        .containsExactlyInAnyOrderElementsOf(LocalAi.SERVICES);
    assertThat(stack.states().values()).hasSize(9).containsOnly("running healthy");
    assertThat(stack.networks())
        .containsExactly("local-ai_back", "local-ai_egress", "local-ai_front");
  }

  @Test
  @Order(2)
  void statusTellsWhatTheEngineHas() {
    JsonNode status = run("status", "--json").done().json();

    assertThat(status.path("healthy").asInt()).isEqualTo(9);
    assertThat(each(status.path("services"), "state")).containsOnly("running");
    assertThat(each(status.path("services"), "container"))
        .containsExactlyInAnyOrderElementsOf(stack.containers().values());
    assertThat(run("status").done().out())
        .contains("9 of 9 healthy", String.valueOf(stack.port("GRAFANA_PORT")));
    assertThat(run("stack", "show").done().out()).contains("running, 9 of 9 healthy");
    assertThat(run("stack", "list", "--json").done().json().get(0).path("healthy").asInt())
        .isEqualTo(9);
    assertThat(status.path("unfinished").isNull()).isTrue();
  }

  @Test
  @Order(2)
  void theDoctorFindsARunningStackGood() {
    JsonNode checks = run("doctor", "--json").done().json();

    assertThat(each(checks, "name")).contains("Docker engine", "Memory", "Stack", "Models");
    assertThat(each(checks, "verdict")).doesNotContain("bad");
    JsonNode found = checks.path(each(checks, "name").indexOf("Stack"));
    assertThat(found.path("verdict").asText()).isEqualTo("good");
    assertThat(found.path("finding").asText()).endsWith(" is running");
  }

  @Test
  @Order(3)
  void upAgainChangesNothing() {
    Map<String, String> before = stack.starts();

    run("up", "--json").done().json();

    assertThat(stack.starts()).isEqualTo(before);
  }

  @Test
  @Order(4)
  void aModelIsPulledAndAnswers() {
    run("models", "pull", MODEL, "--json").done().json();
    JsonNode answer = run("chat", "-m", MODEL, "--json", "say", "anchor").done().json();

    assertThat(run("models", "list", "--json").done().json().findValuesAsText("name"))
        .contains(MODEL);
    assertThat(answer.path("status").asText()).isEqualToIgnoringCase("complete");
    assertThat(answer.path("text").asText()).contains("anchor");
    assertThat(run("chat", "-m", MODEL, "say", "capstan").done().out()).contains("capstan");
  }

  @Test
  @Order(5)
  void aRestoreBringsBackWhatWasDestroyed() {
    LocalAiData before = LocalAiData.put(stack);
    JsonNode made = run("backup", "create", "--json").done().json();
    String backup = made.path("backup").asText();
    JsonNode verified = run("backup", "verify", backup, "--json").done().json();
    assertThat(verified.path("good").asBoolean()).isTrue();
    assertThat(LocalAiData.destroy(stack)).isNotEqualTo(before);

    JsonNode restored = run("backup", "restore", backup, "--json").done().json();

    assertThat(LocalAiData.look(stack)).isEqualTo(before);
    assertThat(restored.path("comparisons")).isNotEmpty();
    assertThat(restored.path("keptVolumes")).hasSize(3);
    assertThat(stack.states().values()).hasSize(9).containsOnly("running healthy");
    assertThat(run("backup", "list", "--json").done().json().findValuesAsText("backup"))
        .contains(backup);
  }

  @Test
  @Order(6)
  void aDamagedBackupIsRefusedBeforeAnythingStops() throws IOException {
    JsonNode made = run("backup", "create", "--json").done().json();
    String backup = made.path("backup").asText();
    flipOneByte(largestFile(Path.of(made.path("folder").asText())));
    Map<String, String> before = stack.starts();
    List<String> volumes = stack.volumes();

    Run refused = run("backup", "restore", backup, "--json");

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.error())
        .contains("is damaged; nothing was changed", "→ Choose another backup");
    assertThat(refused.json().at("/error/code").asText()).isEqualTo("backup-damaged");
    assertThat(stack.starts()).isEqualTo(before);
    assertThat(stack.volumes()).isEqualTo(volumes);
    assertThat(run("backup", "verify", backup).status()).isEqualTo(1);
    run("backup", "delete", backup).done();
  }

  @Test
  @Order(7)
  void aWrongNameIsTold() {
    Run wrong = run("up", "local-aj");

    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.error()).contains("no stack \"local-aj\"", "known stacks: local-ai", "→ ");
  }

  @Test
  @Order(8)
  void downLeavesNothingButTheVolumes() {
    run("backup", "drop-old", "--json").done().json();
    JsonNode stopped = run("down", "--json").done().json();

    assertThat(stopped.path("state").asText()).isEqualTo("stopped");
    assertThat(stack.containers()).isEmpty();
    assertThat(stack.networks()).isEmpty();
    assertThat(stack.volumes()).hasSize(6);
  }

  @Test
  @Order(9)
  void aStoppedStackIsBackedUpAndLeftStopped() {
    JsonNode made = run("backup", "create", "--json").done().json();

    assertThat(each(made.path("members"), "service"))
        .containsExactlyInAnyOrder("postgres", "redis", "chroma");
    assertThat(stack.containers()).isEmpty();
    assertThat(stack.networks()).isEmpty();
    assertThat(stack.volumes()).hasSize(6);
  }

  @Test
  @Order(10)
  void anImageThatCannotBeHadFailsItsServiceAndLeavesTheOthersRunning() throws IOException {
    Path file = stack.folder().resolve("compose.yaml");
    String compose = Files.readString(file);
    Files.writeString(
        file, compose.replaceFirst("image: prom/prometheus:\\S+", "image: 127.0.0.1:9/no/such:1"));

    Run failed = run("up");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.error())
        .contains("The image of prometheus cannot be had: 127.0.0.1:9/no/such:1")
        .contains("grafana was not started because prometheus failed")
        .contains("→ Check the network");
    Map<String, String> others = stack.starts();
    assertThat(others.keySet()).hasSize(7).doesNotContain("prometheus", "grafana");
    assertThat(stack.states().values()).containsOnly("running healthy");

    Files.writeString(file, compose);
    run("up").done();
    assertThat(stack.starts()).containsAllEntriesOf(others).hasSize(9);
  }

  @Test
  @Order(11)
  void aTakenPortIsToldWithItsHolder() throws IOException {
    run("down", "local-ai", "front-door").done();
    int port = stack.port("CHROMA_PORT");
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      Run failed = run("up", "--json");

      assertThat(taken.isClosed()).isFalse();
      assertThat(failed.status()).isEqualTo(1);
      assertThat(failed.json().at("/error/code").asText()).isEqualTo("port-taken");
      assertThat(failed.error())
          .contains("Port " + port + ", which front-door needs, is taken")
          .contains("CHROMA_PORT")
          .contains(String.valueOf(ProcessHandle.current().pid()));
    }
  }

  @Test
  @Order(12)
  void aPortThatAContainerHoldsIsToldWithItsName() throws IOException {
    int port = stack.port("CHROMA_PORT");
    String image = image("front-door");
    try {
      stack
          .docker()
          .start(
              image, List.of("--name", "wheelhouse-e2e-holder", "-p", "127.0.0.1:" + port + ":80"));
      Run failed = run("up");

      assertThat(failed.status()).isEqualTo(1);
      assertThat(failed.error()).contains("container wheelhouse-e2e-holder", String.valueOf(port));
    } finally {
      stack.docker().removeAll();
    }
    run("up").done();
    assertThat(stack.states().values()).hasSize(9).containsOnly("running healthy");
  }

  private String image(String service) {
    JsonNode services = run("status", "--json").done().json().path("services");
    int place = each(services, "service").indexOf(service);
    return services.path(place).path("image").asText();
  }

  private static List<String> each(JsonNode list, String field) {
    return list.valueStream().map(entry -> entry.path(field).asText()).toList();
  }

  private static Path largestFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .max(java.util.Comparator.comparingLong(CommandLineIT::size))
          .orElseThrow();
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static void flipOneByte(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
  }
}
