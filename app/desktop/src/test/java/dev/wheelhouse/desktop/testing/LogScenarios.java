// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.control.AnchoredFlow;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.log.LogLine;
import dev.wheelhouse.engine.log.LogLine.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.testfx.util.WaitForAsyncUtils;

/** Every state of the logs screen. */
final class LogScenarios {
  private static final String LONG =
      "{\"time\":\"2026-11-21T12:04:07Z\",\"message\":\"query took longer than expected\",\"query\":\"SELECT"
          + " id, text, vector FROM app.messages WHERE conversation = $1 ORDER BY created_at DESC"
          + " LIMIT 50\",\"took_ms\":1840,\"rows\":50}";

  private LogScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("logs-lines", ScreenName.LOGS, LogScenarios::lines),
        Scenario.of("logs-paused", ScreenName.LOGS, LogScenarios::lines)
            .then((window, scene) -> pause(window, scene)),
        Scenario.of("logs-wrapped", ScreenName.LOGS, LogScenarios::lines)
            .then((window, scene) -> toggle(scene, "Wrap long lines")),
        Scenario.of("logs-find", ScreenName.LOGS, LogScenarios::lines)
            .then((window, scene) -> find(scene)),
        Scenario.of("logs-nothing-passes", ScreenName.LOGS, LogScenarios::lines)
            .then((window, scene) -> filter(scene, "no such text")),
        Scenario.of("logs-bad-regex", ScreenName.LOGS, LogScenarios::lines)
            .then((window, scene) -> {
              toggle(scene, "The filter is a regular expression");
              filter(scene, "took (");
            }),
        Scenario.of("logs-empty", ScreenName.LOGS, window -> window.stacks.show(Samples.stopped())),
        Scenario.of("logs-no-engine", ScreenName.LOGS, LogScenarios::lines)
            .without(FakeDockerConnection.disconnected()));
  }

  private static void lines(TestWindow window) {
    window.stacks.show(Samples.running());
    List<LogLine> lines = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      lines.add(
          window.logs.line(
              "postgres", Level.INFO, "LOG:  checkpoint complete: wrote " + i * 7 + " buffers"));
      lines.add(window.logs.line("redis", Level.UNKNOWN, "1:M * DB saved on disk"));
      lines.add(
          window.logs.line("front-door", Level.INFO, "GET /api/tags HTTP/1.1 200 0.00" + i % 9));
      if (i % 5 == 0) {
        lines.add(window.logs.line("redis-exporter", Level.DEBUG, "scraped redis://redis:6379"));
      }
      if (i % 9 == 3) {
        lines.add(window.logs.line("ollama", Level.WARNING, "model needs 3.1 GB, 2.9 GB are free"));
      }
      if (i % 50 == 47) {
        lines.add(window.logs.line("chroma", Level.ERROR, "compaction failed: disk I/O error"));
        lines.add(window.logs.line("postgres-exporter", Level.INFO, LONG));
      }
    }
    window.logs.writeAll(lines);
  }

  private static void pause(TestWindow window, Scene scene) {
    later(1, () -> ((AnchoredFlow<?>) scene.lookup(".anchored-flow")).scrollBy(-2000));
    later(
        2,
        () -> {
          for (int i = 0; i < 1234; i++) {
            window.logs.write("redis", Level.INFO, "1:M * another line");
          }
        });
  }

  private static void toggle(Scene scene, String words) {
    for (var node : scene.getRoot().lookupAll(".toggle-button")) {
      if (words.equals(node.getAccessibleText())) {
        ((ToggleButton) node).fire();
      }
    }
  }

  private static void filter(Scene scene, String text) {
    ((TextField) scene.lookup("#filter")).setText(text);
  }

  private static void find(Scene scene) {
    later(
        1,
        () -> {
          var pane = scene.lookup(".log-pane");
          pane.fireEvent(
              new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.F, false, true, false, false));
          ((TextField) scene.lookup("#findField")).setText("disk");
        });
  }

  private static void later(int turn, Runnable action) {
    Thread.ofVirtual()
        .start(() -> {
          WaitForAsyncUtils.sleep(80L * turn, TimeUnit.MILLISECONDS);
          var _ = WaitForAsyncUtils.asyncFx(action);
        });
  }
}
