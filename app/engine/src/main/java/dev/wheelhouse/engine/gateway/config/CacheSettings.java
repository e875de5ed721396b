// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import java.util.List;

/**
 * Whether answers are kept and given again to who asks the same.
 *
 * @param megabytes of all kept answers, in memory
 * @param minutes how long an answer is kept
 * @param models whose answers are kept without a client's asking for it, with {@code *} for any
 *     text
 * @param always whether also answers with tools or with a temperature above 0 are kept
 * @param similar whether a question in other words counts as the same
 */
public record CacheSettings(
    boolean on,
    int megabytes,
    int minutes,
    List<String> models,
    boolean always,
    SimilarSettings similar) {
  /** Off; 64 MB for an hour once it is on. */
  public static final CacheSettings STANDARD = new CacheSettings(false, 64, 60, List.of(), false);

  public CacheSettings {
    models = List.copyOf(models);
    if (megabytes < 1 || megabytes > 16_384 || minutes < 1 || minutes > 525_600) {
      throw new IllegalArgumentException("a cache has 1 to 16384 MB, and keeps for a year at most");
    }
  }

  /** Of the same questions only. */
  public CacheSettings(
      boolean on, int megabytes, int minutes, List<String> models, boolean always) {
    this(on, megabytes, minutes, models, always, SimilarSettings.STANDARD);
  }

  public CacheSettings withOn(boolean changed) {
    return new CacheSettings(changed, megabytes, minutes, models, always, similar);
  }

  public CacheSettings withModels(List<String> changed) {
    return new CacheSettings(on, megabytes, minutes, changed, always, similar);
  }

  /** The same with another size and time. */
  public CacheSettings sized(int changedMegabytes, int changedMinutes) {
    return new CacheSettings(on, changedMegabytes, changedMinutes, models, always, similar);
  }
}
