// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.requests;

import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.request.RequestEntry;

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
}
