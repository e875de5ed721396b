// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.gateway.part.Written;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.config.TokenPrice;
import dev.wheelhouse.engine.gateway.pool.TargetNow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a target looks and reads. */
final class TargetLooks {
  private TargetLooks() {}

  static Tone tone(TargetNow target) {
    return switch (target.state()) {
      case READY -> Tone.OK;
      case PROBING -> Tone.BUSY;
      case RATE_LIMITED -> Tone.WARN;
      case BROKEN, MISCONFIGURED, MISSING -> Tone.DANGER;
      case EXCLUDED -> Tone.MUTED;
    };
  }

  static String word(TargetNow target) {
    return switch (target.state()) {
      case READY -> "Ready";
      case PROBING -> "Being tried";
      case RATE_LIMITED -> "Asked to wait";
      case BROKEN -> "Left alone";
      case MISCONFIGURED -> "Refuses the key";
      case MISSING -> "Not there";
      case EXCLUDED -> "Kept out";
    };
  }

  /** "2 at work · 0.4 s · 98 % well". */
  static String figures(TargetNow target) {
    TargetNow.Figures figures = target.figures();
    List<String> words = new ArrayList<>();
    if (figures.inFlight() > 0) {
      words.add(figures.inFlight() + " at work");
    }
    if (figures.seconds() > 0) {
      words.add(String.format(Locale.ROOT, "%.1f s to begin", figures.seconds()));
    }
    if (figures.attempts() > 0) {
      words.add(Math.round(figures.success() * 100) + " % well");
    }
    return words.isEmpty() ? "Not asked yet" : String.join(" · ", words);
  }

  /** "$0.25 in, $2 out · 128 000 tokens"; what is not known is left out. */
  static String facts(Optional<TokenPrice> price, int context) {
    List<String> words = new ArrayList<>();
    price
        .map(known ->
            "$" + Written.of(known.input()) + " in, $" + Written.of(known.output()) + " out")
        .ifPresent(words::add);
    if (context > 0) {
      words.add(Amounts.grouped(context) + " tokens");
    }
    return String.join(" · ", words);
  }
}
