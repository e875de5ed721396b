// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.fx.UiThread;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javafx.scene.Scene;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the toolkit's pulses of a scene. A pulse runs only when something was changed or an
 * animation goes, so an idle window has none; {@code -Dwheelhouse.pulses=SECONDS} logs the number
 * of each period. The benchmark reads that line and the one that tells the first frame.
 */
public final class PulseCounter {
  private static final Logger log = LoggerFactory.getLogger(PulseCounter.class);

  private boolean painted;
  private long pulses;
  private long lastPulseNanos = System.nanoTime();

  public PulseCounter(Scene scene) {
    scene.addPostLayoutPulseListener(this::count);
  }

  /** Logs the count of every period, when the system property asks for it. */
  public void logAsAsked(UiThread ui) {
    long seconds = Long.getLong("wheelhouse.pulses", 0);
    if (seconds > 0) {
      ui.every(
          Duration.ofSeconds(seconds), () -> log.info("pulses={} seconds={}", take(), seconds));
    }
  }

  /** How long nothing was painted. */
  public Duration quiet() {
    return Duration.ofNanos(System.nanoTime() - lastPulseNanos);
  }

  private long take() {
    long taken = pulses;
    pulses = 0;
    return taken;
  }

  private void count() {
    if (!painted) {
      painted = true;
      long started = ManagementFactory.getRuntimeMXBean().getStartTime();
      log.info(
          "First frame {} ms after the start of the process", System.currentTimeMillis() - started);
    }
    pulses++;
    lastPulseNanos = System.nanoTime();
  }
}
