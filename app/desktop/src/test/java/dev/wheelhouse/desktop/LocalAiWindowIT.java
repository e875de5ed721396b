// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.testing.AnswerWatch;
import dev.wheelhouse.desktop.testing.SceneReader;
import dev.wheelhouse.desktop.testing.TestDisplay;
import dev.wheelhouse.desktop.testing.WindowUser;
import dev.wheelhouse.engine.EngineOptions;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.stack.LocalAi;
import dev.wheelhouse.testing.stack.LocalAiData;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;

/**
 * The main job from end to end by the window, with mouse and keyboard, over a real engine; each
 * step needs the one before. Pictures of the steps go to {@code target/window}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class LocalAiWindowIT {
  private static final String MODEL = "llama3.2:1b";
  private static final String OTHER_MODEL = "gemma3:1b";
  private static final int TOKENS = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path home;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private LocalAi stack;
  private WindowUser user;
  private LocalAiData before;
  private int pictures;

  @BeforeAll
  void open() throws Exception {
    stack = LocalAi.prepare(home);
    TestDisplay.require();
    EngineOptions options =
        new EngineOptions(
            WheelhouseHome.find(stack.environment()), stack.environment(), Clock.systemUTC());
    Stage stage = FxToolkit.registerPrimaryStage();
    FxToolkit.setupApplication(() -> new DesktopApplication(options, ended::complete));
    user = new WindowUser(stage);
  }

  @AfterAll
  void removeAll() throws Exception {
    try {
      if (user != null && !ended.isDone()) {
        user.close();
        ended.get(30, TimeUnit.SECONDS);
      }
    } finally {
      if (stack != null) {
        stack.close();
      }
    }
  }

  private void picture(String name) {
    pictures++;
    user.picture(Path.of("target", "window", "%02d-%s.png".formatted(pictures, name)));
  }

  @Test
  @Order(1)
  void oneClickStartsTheStackAndTheWindowShowsHow() {
    user.awaits("Start Local AI");
    picture("home-stopped");

    user.click("#start");
    user.awaits("Waits for PostgreSQL");
    picture("home-starting");
    Set<String> seen = new LinkedHashSet<>();
    user.awaits(
        "9 of 9 healthy",
        texts -> {
          seen.addAll(texts);
          return texts.stream().anyMatch(text -> text.contains("9 of 9 healthy"));
        },
        PATIENCE);
    picture("home-running");

    assertThat(seen)
        .contains("Cancel", "Starting", "Waits for Prometheus", "postgres starts")
        .anyMatch(text -> text.matches("Starting · [1-8] of 9 healthy · .*"));
    assertThat(user.texts()).contains("Stop").doesNotContain("Cancel", "Starting");
    assertThat(stack.states().values()).hasSize(9).containsOnly("running healthy");
  }

  @Test
  @Order(2)
  void everyServiceIsHealthyInTheStatus() {
    user.go(ScreenName.STATUS);
    user.awaits("Running · 9 of 9 services healthy");
    picture("status");

    assertThat(user.texts()).filteredOn("Healthy"::equals).hasSize(9);
    assertThat(WindowUser.onUi(() -> SceneReader.cut(user.scene().getRoot()))).isEmpty();
  }

  @Test
  @Order(3)
  void modelsArePulled() {
    user.go(ScreenName.MODELS);
    user.awaits("No models yet");
    pull(MODEL);
    user.awaits("1 model ·");
    pull(OTHER_MODEL);
    user.awaits("2 models ·");
    picture("models");

    assertThat(user.texts()).contains(MODEL, OTHER_MODEL);
  }

  private void pull(String model) {
    user.clickField("Name of a model, such as llama3.2:3b");
    user.write(model);
    user.click("#pull");
  }

  @Test
  @Order(4)
  void theAnswerOfTheChosenModelArrivesWordByWord() {
    user.go(ScreenName.CHAT);
    for (String model : List.of(OTHER_MODEL, MODEL)) {
      user.click("#modelPicker");
      user.clickText(model);
      user.awaits("Ask " + model);
    }
    picture("chat-new");

    try (AnswerWatch watch = new AnswerWatch(user.scene())) {
      user.write("[[delay=40]] [[tokens=" + TOKENS + "]] Count the words");
      user.press(KeyCode.ENTER);
      user.awaits("word20");
      picture("chat-streaming");
      user.awaits("tok/s");
      picture("chat-answered");

      String whole =
          String.join(" ", IntStream.rangeClosed(1, TOKENS).mapToObj(n -> "word" + n).toList());
      List<String> seen = watch.seen();
      assertThat(seen.getLast()).isEqualTo(whole);
      assertThat(seen).hasSizeGreaterThan(TOKENS / 4).allMatch(whole::startsWith);
      assertThat(seen).isSortedAccordingTo((one, other) -> one.length() - other.length());
    }
  }

  @Test
  @Order(5)
  void aBackupIsMadeAndShows() {
    before = LocalAiData.put(stack);
    user.go(ScreenName.BACKUPS);
    user.awaits("No backups yet");
    picture("backups-none");

    user.click("Make the first backup");
    user.awaits("Back up local-ai");
    picture("backups-making");
    user.awaits("1 backup ·", PATIENCE);
    picture("backups-made");

    assertThat(user.texts()).contains("Readable");
    assertThat(user.sees("No backups yet")).isFalse();
  }

  @Test
  @Order(6)
  void aRestoreAsksAndBringsBackWhatWasDestroyed() {
    LocalAiData ruins = LocalAiData.destroy(stack);
    assertThat(ruins).isNotEqualTo(before);

    user.click("Restore " + backupId());
    user.awaits("The data of now is backed up first");
    picture("restore-plan");
    assertThat(LocalAiData.look(stack)).isEqualTo(ruins);
    user.click("#restore-now");
    user.awaits("Restore local-ai-");
    picture("restore-running");
    user.awaits("Restored in", PATIENCE);
    picture("restore-done");

    assertThat(LocalAiData.look(stack)).isEqualTo(before);
    assertThat(stack.states().values()).hasSize(9).containsOnly("running healthy");
  }

  private String backupId() {
    String[] folders = stack.backups().toFile().list((folder, name) -> name.startsWith("local-ai"));
    assertThat(folders).hasSize(1);
    return folders[0];
  }

  @Test
  @Order(7)
  void theOldDataIsDroppedAfterAQuestion() {
    assertThat(stack.volumes()).hasSizeGreaterThan(6);
    user.click("Drop the old data");
    user.awaits("You can then no longer go back to it.");
    picture("drop-asked");
    user.click("Drop the old data");
    Wait.untilAsserted(() -> assertThat(stack.volumes()).hasSize(6), PATIENCE);
    picture("dropped");
  }

  @Test
  @Order(8)
  void stopLeavesNothingButTheVolumes() {
    user.go(ScreenName.HOME);
    user.awaits("9 of 9 healthy");
    picture("home-after-restore");
    List<String> volumes = stack.volumes();

    user.click("#stop");
    user.awaits("Start Local AI", PATIENCE);
    picture("home-stopped-again");

    assertThat(stack.containers()).isEmpty();
    assertThat(stack.networks()).isEmpty();
    assertThat(stack.volumes()).isEqualTo(volumes).hasSize(6);
  }

  @Test
  @Order(9)
  void closingEndsTheProgramWell() throws Exception {
    user.close();

    assertThat(ended.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(home.resolve("data/window.pid")).doesNotExist();
  }
}
