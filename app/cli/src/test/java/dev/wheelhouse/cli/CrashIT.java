// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.engine.Engine;
import dev.wheelhouse.engine.EngineOptions;
import dev.wheelhouse.engine.chat.Chats;
import dev.wheelhouse.engine.chat.Message;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.docker.DockerEvents;
import dev.wheelhouse.testing.stack.LocalAi;
import dev.wheelhouse.testing.stack.LocalAiData;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
 * {@code kill -9} of the program in the midst of its work, and the next start; steps build on each
 * other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class CrashIT {
  private static final String MODEL = "llama3.2:1b";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Reliability test R1: what was stopped runs again this soon after the next start. */
  private static final Duration SETTLED = Duration.ofSeconds(30);

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
  void killedWhileStartingTheNextStartTakesUpWhatIsThere() {
    Map<String, String> made = Map.of();
    for (int containers : List.of(1, 5, LocalAi.SERVICES.size())) {
      try (Child child = Child.start(stack, "up")) {
        Wait.until(
            containers + " containers",
            () -> stack.containers().size() >= containers || !child.running(),
            PATIENCE);
        child.kill();
      }
      Map<String, String> now = stack.containers();
      assertThat(now).containsAllEntriesOf(made);
      made = now;
    }

    JsonNode started = run("up", "--json").done().json();

    assertThat(started.path("healthy").asInt()).isEqualTo(LocalAi.SERVICES.size());
    assertThat(stack.containers()).containsAllEntriesOf(made).hasSize(LocalAi.SERVICES.size());
    assertThat(stack.networks()).hasSize(3);
    assertThat(stack.volumes()).hasSize(6);
  }

  @Test
  @Order(2)
  void killedWhileRunningNothingIsStartedAgain() {
    Map<String, String> before = stack.starts();
    try (Child child = Child.start(stack, "gateway", "run")) {
      Wait.until("it runs", () -> !child.out().isEmpty() || !child.running(), PATIENCE);
      assertThat(run("gateway", "status").done().out())
          .startsWith("listening on http://127.0.0.1:");
      child.kill();
    }
    assertThat(run("gateway", "status").done().out()).as("its process is gone").startsWith("off");

    JsonNode status = run("status", "--json").done().json();
    run("up").done();

    assertThat(status.path("healthy").asInt()).isEqualTo(LocalAi.SERVICES.size());
    assertThat(stack.starts()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void killedWhileChattingEveryMessageIsKept() {
    run("models", "pull", MODEL).done();
    run("chat", "-m", MODEL, "first question").done();
    String question = "[[delay=40]] [[tokens=1000]] second question";
    String printed;
    try (Child child = Child.start(stack, "chat", "-m", MODEL, question)) {
      Wait.until("it streams", () -> words(child) >= 60 || !child.running(), PATIENCE);
      child.kill();
      printed = child.out();
    }

    List<Message> messages = messagesOfNewestConversation();
    assertThat(messages).hasSize(2);
    assertThat(messages.getFirst().role()).isEqualTo(Message.Role.USER);
    assertThat(messages.getFirst().text()).isEqualTo(question);
    assertThat(messages.getFirst().status()).isEqualTo(Message.Status.COMPLETE);
    assertThat(messages.getLast().status()).isEqualTo(Message.Status.INTERRUPTED);
    assertThat(messages.getLast().text()).isNotBlank();
    assertThat(printed).startsWith(messages.getLast().text().strip());
    assertThat(run("chat", "-m", MODEL, "third question").done().out()).contains("third question");
  }

  private static int words(Child child) {
    return child.out().strip().split("\\s+").length;
  }

  private List<Message> messagesOfNewestConversation() {
    EngineOptions options =
        new EngineOptions(
            WheelhouseHome.find(stack.environment()), stack.environment(), Clock.systemUTC());
    try (Engine engine = Engine.open(options)) {
      Chats chats = engine.chats();
      assertThat(chats.list("")).hasSize(2);
      assertThat(chats.list("first question")).hasSize(1);
      return chats.messages(chats.list("").getFirst().id());
    }
  }

  @Test
  @Order(4)
  void killedWhileDumpingPostgresNoHalfBackupShows() {
    killWhileBackingUp(event -> event.startsWith("exec_start") && event.contains("pg_dump "));
  }

  @Test
  @Order(5)
  void killedWhileChromaIsStoppedItRunsAgain() {
    killWhileBackingUp(event -> event.equals("die chroma"));
  }

  @Test
  @Order(6)
  void killedWhileProvingNoHalfBackupShows() {
    killWhileBackingUp(event -> event.equals("start chroma"));
  }

  private void killWhileBackingUp(Predicate<String> moment) {
    Map<String, String> containers = stack.containers();
    int backups = run("backup", "list", "--json").done().json().size();
    killAt(moment);

    JsonNode after = run("backup", "list", "--json").done().json();

    Wait.untilAsserted(
        () -> assertThat(stack.states().values()).containsOnly("running healthy"), SETTLED);
    assertThat(stack.containers()).isEqualTo(containers);
    assertThat(after).hasSize(backups);
    assertThat(stack.backups().toFile().listFiles(CrashIT::half)).isNullOrEmpty();
  }

  private void killAt(Predicate<String> moment) {
    try (DockerEvents events = DockerEvents.ofProject(LocalAi.NAME);
        Child child = Child.start(stack, "backup", "create")) {
      events.await(moment, PATIENCE);
      child.kill();
    }
  }

  /** Neither a backup nor the folder of the journals. */
  private static boolean half(File file) {
    return !file.getName().matches("local-ai-\\d{8}T\\d{6}Z(-\\d+)?|\\.operations");
  }

  @Test
  @Order(7)
  void afterAllThatABackupIsMadeAndRestored() {
    LocalAiData before = LocalAiData.put(stack);
    run("backup", "create").done();
    LocalAiData.destroy(stack);

    run("backup", "restore", "latest").done();

    assertThat(LocalAiData.look(stack)).isEqualTo(before);
  }

  @Test
  @Order(8)
  void statusNamesACutOffBackupAndDownPutsItRightFirst() {
    List<String> foreign = throwAway();
    killAt(event -> event.equals("die chroma"));
    Map<String, String> before = stack.states();

    JsonNode unfinished = run("status", "--json").done().json().path("unfinished");
    Run told = run("status").done();

    assertThat(unfinished.path("kind").asText()).isEqualTo("backup");
    assertThat(unfinished.path("atWork").asBoolean(true)).isFalse();
    assertThat(unfinished.path("stopped")).hasSize(1);
    assertThat(unfinished.path("stopped").path(0).asText()).isEqualTo("chroma");
    assertThat(told.out())
        .containsPattern("(?m)^A backup did not end \\(process \\d+, .*; it stopped chroma$")
        .contains("→ \"wheelhouse up\"");
    assertThat(stack.states()).as("status only looks").isEqualTo(before);
    assertThat(throwAway()).hasSizeGreaterThan(foreign.size());

    run("down").done();

    assertThat(stack.containers()).isEmpty();
    assertThat(throwAway()).isEqualTo(foreign);
    assertThat(stack.backups().toFile().listFiles(CrashIT::half)).isNullOrEmpty();
    assertThat(run("status", "--json").done().json().path("unfinished").isNull()).isTrue();
  }

  /** Containers that operations made for themselves; on a shared engine others have some, too. */
  private List<String> throwAway() {
    return stack
        .docker()
        .run("ps", "-aq", "--filter", "label=dev.wheelhouse.operation")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }
}
