// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.providers;

import dev.wheelhouse.desktop.gateway.part.Healths;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.state.UpstreamNow;
import java.util.Optional;

/**
 * A provider that is set up, or an Ollama that was found.
 *
 * @param own whether the user set it up here, and can remove it
 * @param now what the gateway knows of it
 * @param trial what the last test found
 */
record ProviderItem(
    String name, String address, boolean own, Optional<UpstreamNow> now, Optional<Trial> trial) {

  /** The models that it has. */
  int models() {
    return now.map(upstream -> upstream.models().size()).orElse(0);
  }

  Tone tone() {
    if (trial.isPresent()) {
      return switch (trial.get()) {
        case Trial.Running _ -> Tone.BUSY;
        case Trial.Failed _ -> Tone.DANGER;
        case Trial.Passed _ -> Tone.OK;
      };
    }
    return now.map(upstream -> Healths.tone(upstream.health())).orElse(Tone.MUTED);
  }

  String word() {
    if (trial.isPresent()) {
      return switch (trial.get()) {
        case Trial.Running _ -> "Being tested";
        case Trial.Failed _ -> "Not usable";
        case Trial.Passed _ -> "Active";
      };
    }
    return now.map(upstream -> Healths.word(upstream.health())).orElse("Not asked yet");
  }
}
