// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.part;

import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.state.UpstreamNow;

/** How the health of an upstream looks and reads. */
public final class Healths {
  private Healths() {}

  public static Tone tone(UpstreamNow.Health health) {
    return switch (health) {
      case HEALTHY -> Tone.OK;
      case UNKNOWN -> Tone.MUTED;
      case DOWN, KEY_REJECTED -> Tone.DANGER;
      case RATE_LIMITED -> Tone.WARN;
    };
  }

  public static String word(UpstreamNow.Health health) {
    return switch (health) {
      case HEALTHY -> "Active";
      case UNKNOWN -> "Not asked yet";
      case DOWN -> "Not reachable";
      case KEY_REJECTED -> "Key refused";
      case RATE_LIMITED -> "Asked to wait";
    };
  }
}
