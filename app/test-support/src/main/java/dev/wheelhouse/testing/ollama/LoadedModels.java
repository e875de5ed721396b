// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import dev.wheelhouse.testing.ollama.ModelStore.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which models are "in memory", and until when. */
final class LoadedModels {
  /** Ollama's "for ever" is 292 years, the longest duration of Go. */
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

  private final Map<String, Loaded> loaded = new HashMap<>();
  private final Clock clock;

  LoadedModels(Clock clock) {
    this.clock = clock;
  }

  record Loaded(Stored model, Instant expires) {}

  synchronized void use(Stored model, Duration keepAlive) {
    Duration time = keepAlive.isNegative() ? FOR_EVER : keepAlive;
    loaded.put(model.name().display(), new Loaded(model, clock.instant().plus(time)));
  }

  synchronized void unload(Stored model) {
    loaded.remove(model.name().display());
  }

  synchronized List<Loaded> list() {
    Instant now = clock.instant();
    loaded.values().removeIf(entry -> !entry.expires().isAfter(now));
    return loaded.values().stream()
        .sorted(Comparator.comparing(Loaded::expires).reversed())
        .toList();
  }
}
