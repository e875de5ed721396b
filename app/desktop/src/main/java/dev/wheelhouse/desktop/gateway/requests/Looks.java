// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.requests;

import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.request.RequestEntry;
import java.time.Duration;
import java.util.Locale;

/** How a request reads. */
final class Looks {
  private Looks() {}

  static Tone tone(RequestEntry entry) {
    return switch (entry.result().outcome()) {
      case COMPLETED -> Tone.OK;
      case FAILED -> Tone.DANGER;
      case CANCELLED -> Tone.MUTED;
    };
  }

  static String outcome(RequestEntry entry) {
    return switch (entry.result().outcome()) {
      case COMPLETED -> "Answered";
      case CANCELLED -> "Client left";
      case FAILED -> entry.result().status() == 0 ? "Failed" : "Failed, " + entry.result().status();
    };
  }

  /** "0.3 ms", "42 ms", "1.4 s". */
  static String time(Duration time) {
    double millis = time.toNanos() / 1e6;
    if (millis >= 1000) {
      return Times.span(time);
    }
    return millis < 10 && millis > 0
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : Math.round(millis) + " ms";
  }
}
