// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.testing.TestDisplay;
import dev.wheelhouse.desktop.testing.WindowProcess;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.docker.DockerEvents;
import dev.wheelhouse.testing.stack.LocalAi;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javafx.scene.input.KeyCode;
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
 * {@code kill -9} of the window in the midst of its work, and what the next window shows; steps
 * build on each other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class WindowCrashIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Reliability test R1: what was stopped runs again this soon after the next start. */
  private static final Duration SETTLED = Duration.ofSeconds(30);

  private static final int TOKENS = 1_000;
  private static final String LONG_QUESTION =
      "[[delay=40]] [[tokens=" + TOKENS + "]] second question";

  @TempDir private static Path home;
  private LocalAi stack;
  private int pictures;

  @BeforeAll
  void prepare() {
    stack = LocalAi.prepare(home);
    TestDisplay.require();
  }

  @AfterAll
  void removeAll() {
    if (stack != null) {
      stack.close();
    }
  }

  private void picture(WindowProcess window, String name) {
    pictures++;
    window.picture(
        Path.of("target", "window-crash", "%02d-%s.png".formatted(pictures, name))
            .toAbsolutePath());
  }

  @Test
  @Order(1)
  void killedWhileStartingTheNextWindowTakesUpWhatIsThere() {
    Map<String, String> made = Map.of();
    for (int containers : List.of(1, 5, LocalAi.SERVICES.size())) {
      try (WindowProcess window = WindowProcess.open(stack)) {
        startWhatIsMissing(window);
        Wait.until(
            containers + " containers", () -> stack.containers().size() >= containers, PATIENCE);
        window.kill();
      }
      Map<String, String> now = stack.containers();
      assertThat(now).containsAllEntriesOf(made);
      made = now;
    }

    try (WindowProcess window = WindowProcess.open(stack)) {
      picture(window, "after-starts");
      startWhatIsMissing(window);
      window.awaits("Running · 9 of 9 healthy");
      picture(window, "started");
      assertThat(window.quit()).isZero();
    }
    assertThat(stack.containers()).containsAllEntriesOf(made).hasSize(LocalAi.SERVICES.size());
    assertThat(stack.states().values()).containsOnly("running healthy");
    assertThat(stack.networks()).hasSize(3);
    assertThat(stack.volumes()).hasSize(6);
  }

  /** Presses the button that the window offers to start the stack or its rest, if it does. */
  private static void startWhatIsMissing(WindowProcess window) {
    window.awaits(
        "a button to start, or nothing to start",
        texts ->
            texts.contains("Start Local AI")
                || texts.contains("Start the rest")
                || texts.stream().anyMatch(text -> text.contains("9 of 9 healthy")));
    List<String> texts = window.texts();
    if (texts.contains("Start the rest")) {
      window.click("Start the rest");
    } else if (texts.contains("Start Local AI")) {
      window.click("#start");
    }
  }

  @Test
  @Order(2)
  void killedWhileAnAnswerStreamsEveryMessageIsKept() {
    Map<String, String> before = stack.starts();
    int seen;
    try (WindowProcess window = WindowProcess.open(stack)) {
      window.go(ScreenName.CHAT);
      window.click("Get llama3.2:1b · 1.3 GB");
      window.awaits("Ask llama3.2:1b");
      window.click("New chat");
      ask(window, "first question");
      window.awaits("tok/s");
      ask(window, LONG_QUESTION);
      window.awaits("word60");
      seen = wordsOf(answer(window));
      window.kill();
    }

    try (WindowProcess window = WindowProcess.open(stack)) {
      window.go(ScreenName.CHAT);
      window.clickText("first question");
      window.awaits("interrupted: the program ended while it was written");
      picture(window, "chat");
      assertThat(window.texts())
          .contains("first question", "You said: first question", LONG_QUESTION);
      String kept = answer(window);
      assertThat(words(TOKENS)).startsWith(kept);
      // what came in the last second before the end may be lost, never more
      assertThat(wordsOf(kept)).isGreaterThan(seen - 40);

      window.clickField("Write a message");
      ask(window, "third question");
      window.awaits("You said: third question");
      assertThat(window.quit()).isZero();
    }
    assertThat(stack.starts()).isEqualTo(before);
  }

  private static void ask(WindowProcess window, String question) {
    window.write(question);
    window.press(KeyCode.ENTER);
  }

  private static String answer(WindowProcess window) {
    return window.texts().stream()
        .filter(text -> text.startsWith("word1 "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no answer to be read"));
  }

  private static int wordsOf(String text) {
    return text.strip().split(" ").length;
  }

  private static String words(int count) {
    return String.join(" ", IntStream.rangeClosed(1, count).mapToObj(n -> "word" + n).toList());
  }

  @Test
  @Order(3)
  void killedWhileDumpingPostgresNoHalfBackupShows() {
    killWhileBackingUp(event -> event.startsWith("exec_start") && event.contains("pg_dump "));
  }

  @Test
  @Order(4)
  void killedWhileChromaIsStoppedItRunsAgain() {
    killWhileBackingUp(event -> event.equals("die chroma"));
  }

  private void killWhileBackingUp(Predicate<String> moment) {
    Map<String, String> containers = stack.containers();
    try (WindowProcess window = WindowProcess.open(stack)) {
      window.go(ScreenName.BACKUPS);
      window.awaits("No backups yet");
      try (DockerEvents events = DockerEvents.ofProject(LocalAi.NAME)) {
        window.click("#back-up");
        events.await(moment, PATIENCE);
        window.kill();
      }
    }

    try (WindowProcess window = WindowProcess.open(stack)) {
      window.go(ScreenName.BACKUPS);
      window.awaits("No backups yet");
      Wait.untilAsserted(
          () -> assertThat(stack.states().values()).containsOnly("running healthy"), SETTLED);
      assertThat(stack.containers()).isEqualTo(containers);
      assertThat(stack.backups().toFile().listFiles(WindowCrashIT::half)).isNullOrEmpty();
      picture(window, "backups");
      assertThat(window.sees("No backups yet")).isTrue();
      window.go(ScreenName.HOME);
      window.awaits("Running · 9 of 9 healthy");
      assertThat(window.quit()).isZero();
    }
  }

  /** Neither a backup nor the folder of the journals. */
  private static boolean half(File file) {
    return !file.getName().matches("local-ai-\\d{8}T\\d{6}Z(-\\d+)?|\\.operations");
  }

  @Test
  @Order(5)
  void afterAllThatABackupIsMadeAndTheStackStops() {
    try (WindowProcess window = WindowProcess.open(stack)) {
      window.go(ScreenName.BACKUPS);
      window.awaits("No backups yet");
      window.click("#back-up");
      window.awaits("1 backup ·");
      picture(window, "backup");
      window.go(ScreenName.HOME);
      window.click("#stop");
      window.awaits("Start Local AI");
      assertThat(window.quit()).isZero();
    }
    assertThat(stack.containers()).isEmpty();
    assertThat(stack.networks()).isEmpty();
    assertThat(stack.volumes()).hasSize(6);
  }
}
