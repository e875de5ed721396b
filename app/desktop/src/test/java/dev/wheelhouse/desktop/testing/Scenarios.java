// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import dev.wheelhouse.engine.problem.StackProblem.DependencyFailed;
import dev.wheelhouse.engine.problem.StackProblem.PortTaken;
import dev.wheelhouse.engine.problem.StackProblem.Unhealthy;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.testfx.util.WaitForAsyncUtils;

/** Every state that a picture is made of. */
final class Scenarios {
  private Scenarios() {}

  static List<Scenario> all() {
    return Stream.of(
            shell(),
            contents(),
            overlays(),
            GatewayScenarios.all(),
            ChatScenarios.all(),
            LogScenarios.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Scenario> shell() {
    return List.of(
        Scenario.of(
            "home-stopped", ScreenName.HOME, window -> window.stacks.show(Samples.stopped())),
        Scenario.of("home-starting", ScreenName.HOME, Scenarios::starting)
            .then((window, scene) ->
                window.stacks.publish(
                    new StackEvent.Pulling(
                        Samples.LOCAL_AI,
                        "ollama",
                        "ollama/ollama:0.40.1",
                        840_000_000,
                        1_180_000_000))),
        Scenario.of("home-running", ScreenName.HOME, Scenarios::running),
        Scenario.of("home-failed", ScreenName.HOME, Scenarios::failed),
        Scenario.of("home-no-engine", ScreenName.HOME, Scenarios::unknown)
            .without(FakeDockerConnection.disconnected()),
        Scenario.of("status-running", ScreenName.STATUS, Scenarios::running)
            .then((window, scene) -> FakeMetrics.course().forEach(window.metrics::show)),
        Scenario.of("status-no-engine", ScreenName.STATUS, Scenarios::unknown)
            .without(FakeDockerConnection.disconnected()),
        Scenario.of("status-details", ScreenName.STATUS, Scenarios::failed)
            .then((window, scene) -> {
              FakeMetrics.course().forEach(window.metrics::show);
              select(scene, 4);
            }),
        Scenario.of(
            "status-stopped", ScreenName.STATUS, window -> window.stacks.show(Samples.stopped())));
  }

  private static List<Scenario> contents() {
    return List.of(
        Scenario.of("backups-list", ScreenName.BACKUPS, Scenarios::backedUp)
            .then((window, scene) -> select(scene, 0)),
        Scenario.of("backups-restore", ScreenName.BACKUPS, Scenarios::backedUp)
            .then((window, scene) -> press(scene, "Restore local")),
        Scenario.of(
            "backups-empty", ScreenName.BACKUPS, window -> window.stacks.show(Samples.running())),
        Scenario.of(
            "settings",
            ScreenName.SETTINGS,
            window -> {
              running(window);
              window.settings.update(old ->
                  old.withProviders(
                      List.of(
                          new Settings.Provider("openrouter", "https://openrouter.ai/api/v1"))));
            }),
        Scenario.of(
            "models",
            ScreenName.MODELS,
            window -> {
              running(window);
              window.models.with("qwen3:4b", 2_620_788_260L, "4.0B");
              window.models.with("nomic-embed-text:latest", 274_302_450L, "137M");
            }),
        Scenario.of(
            "models-empty", ScreenName.MODELS, window -> window.stacks.show(Samples.running())),
        Scenario.of(
            "models-failed",
            ScreenName.MODELS,
            window -> {
              window.stacks.show(Samples.stopped());
              window.models.failWith(
                  new NoModel(List.of("http://127.0.0.1:11434: connection refused")));
            }),
        Scenario.of("doctor", ScreenName.DOCTOR, Scenarios::running),
        Scenario.of("doctor-no-engine", ScreenName.DOCTOR, Scenarios::unknown)
            .without(FakeDockerConnection.disconnected()));
  }

  private static List<Scenario> overlays() {
    return List.of(
        Scenario.of("history", ScreenName.HOME, Scenarios::starting)
            .then((window, scene) -> ((Button) scene.lookup("#job-history")).fire()),
        Scenario.of("stack-menu", ScreenName.HOME, Scenarios::running)
            .then((window, scene) -> ((MenuButton) scene.lookup("#stack-switcher")).show()),
        Scenario.of("home-menu", ScreenName.HOME, Scenarios::running)
            .then((window, scene) -> ((MenuButton) scene.lookup(".more-button")).show()),
        Scenario.of("backups-restored", ScreenName.BACKUPS, Scenarios::backedUp)
            .then((window, scene) -> {
              press(scene, "Restore local");
              later(() -> ((Button) scene.lookup("#restore-now")).fire());
            }),
        Scenario.of("backups-delete", ScreenName.BACKUPS, Scenarios::backedUp)
            .then((window, scene) -> press(scene, "Delete local")),
        Scenario.of("palette", ScreenName.HOME, Scenarios::running)
            .then((window, scene) -> {
              ((Button) scene.lookup("#open-palette")).fire();
              ((TextField) scene.lookup("#palette-field")).setText("redis");
            }),
        Scenario.of("notices", ScreenName.HOME, Scenarios::running)
            .then((window, scene) -> {
              Node stop = scene.lookup("#stop");
              ((Button) stop).fire();
              window.notices.publish(
                  new PortTaken("front-door", 9090, "prometheus (1204)", "X", ".env"));
            }));
  }

  private static void press(Scene scene, String words) {
    scene.getRoot().lookupAll(".icon-button").stream()
        .filter(node -> node instanceof Button)
        .map(Button.class::cast)
        .filter(button -> button.getAccessibleText().startsWith(words))
        .findFirst()
        .ifPresent(Button::fire);
  }

  /** What the screen loads comes a moment after it was asked for. */
  private static void later(Runnable action) {
    Thread.ofVirtual()
        .start(() -> {
          WaitForAsyncUtils.sleep(100, TimeUnit.MILLISECONDS);
          var _ = WaitForAsyncUtils.asyncFx(action);
        });
  }

  private static void select(Scene scene, int row) {
    ((TableView<?>) scene.lookup(".table-view")).getSelectionModel().select(row);
  }

  private static void unknown(TestWindow window) {
    window.stacks.show(Samples.stack(StackState.UNKNOWN, ServiceState.STOPPED));
  }

  private static void running(TestWindow window) {
    window.stacks.show(Samples.running());
    window.metrics.show(FakeMetrics.quiet());
    window.models.with("llama3.2:3b", 2_019_393_189L, "3.2B");
    window.backups.with(FakeBackups.sample(Samples.NOW.minusSeconds(22_000), VerifyLevel.L2));
    happened(window);
  }

  private static void backedUp(TestWindow window) {
    running(window);
    window.backups.with(FakeBackups.sample(Samples.NOW.minusSeconds(18_000), null));
    window.backups.with(FakeBackups.sample(Samples.NOW.minusSeconds(3_600), VerifyLevel.L3));
    window.backups.with(FakeBackups.sample(Samples.NOW.minusSeconds(600), VerifyLevel.L2));
  }

  private static void starting(TestWindow window) {
    window.stacks.show(Samples.starting());
    happened(window);
    var _ =
        window.jobs.start(
            "Start Local AI",
            control -> {
              control.report(Progress.bytes("Pulling ollama", 840_000_000, 1_180_000_000));
              new CountDownLatch(1).await();
              return null;
            });
  }

  private static void failed(TestWindow window) {
    window.stacks.show(
        Samples.running(StackState.DEGRADED)
            .failed(
                "prometheus",
                new Unhealthy(
                    "prometheus",
                    Duration.ofMinutes(3),
                    List.of(
                        "wget: can't connect to remote host (127.0.0.1): Connection refused",
                        "level=error err=\"error loading config: yaml: line 12: did not find expected key\"")))
            .failed("grafana", new DependencyFailed("grafana", "prometheus"))
            .stack());
    window.metrics.show(FakeMetrics.quiet());
    window.models.with("llama3.2:3b", 2_019_393_189L, "3.2B");
    happened(window);
  }

  private static void happened(TestWindow window) {
    line(window, 9, StackEvent.Timeline.Level.INFO, "network, 6 volumes, 7 secrets created");
    line(window, 8, StackEvent.Timeline.Level.INFO, "pulling ollama/ollama:0.40.1");
    line(window, 6, StackEvent.Timeline.Level.GOOD, "postgres healthy after 2.1 s");
    line(window, 6, StackEvent.Timeline.Level.GOOD, "redis healthy after 0.9 s");
    line(window, 5, StackEvent.Timeline.Level.GOOD, "redis-exporter healthy after 1.2 s");
    line(window, 4, StackEvent.Timeline.Level.INFO, "grafana waits for prometheus to be healthy");
    line(window, 3, StackEvent.Timeline.Level.GOOD, "front-door healthy after 0.6 s");
  }

  private static void line(
      TestWindow window, int secondsAgo, StackEvent.Timeline.Level level, String text) {
    window.stacks.publish(
        new StackEvent.Timeline(
            Samples.LOCAL_AI, Samples.NOW.minusSeconds(secondsAgo), level, null, text));
  }
}
