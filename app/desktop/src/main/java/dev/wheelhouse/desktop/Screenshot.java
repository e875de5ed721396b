// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import dev.wheelhouse.desktop.fx.UiThread;
import dev.wheelhouse.desktop.shell.PulseCounter;
import dev.wheelhouse.engine.docker.DockerConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntConsumer;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a picture of the window once it has settled. */
final class Screenshot {
  private static final Logger log = LoggerFactory.getLogger(Screenshot.class);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration LEAST = Duration.ofSeconds(2);
  private static final Duration STILL = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(15);

  private final Scene scene;
  private final PulseCounter pulses;
  private final DockerConnection docker;
  private final UiThread ui;
  private final long openedNanos = System.nanoTime();

  Screenshot(Scene scene, PulseCounter pulses, DockerConnection docker, UiThread ui) {
    this.scene = scene;
    this.pulses = pulses;
    this.docker = docker;
    this.ui = ui;
  }

  /**
   * @param done gets the exit status: 0 with a picture, 1 without
   */
  void take(Path file, IntConsumer done) {
    ui.after(
        STEP,
        () -> {
          if (settled()) {
            done.accept(write(file) ? 0 : 1);
          } else {
            take(file, done);
          }
        });
  }

  private boolean settled() {
    Duration open = Duration.ofNanos(System.nanoTime() - openedNanos);
    boolean asking = docker.state() instanceof DockerConnection.State.Connecting;
    boolean still = pulses.quiet().compareTo(STILL) > 0;
    return open.compareTo(MOST) > 0 || (open.compareTo(LEAST) > 0 && still && !asking);
  }

  private boolean write(Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      return ImageIO.write(
          SwingFXUtils.fromFXImage(scene.snapshot(null), null), "png", file.toFile());
    } catch (IOException e) {
      log.error("The picture cannot be written", e);
      return false;
    }
  }
}
