// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@link Template#extractTo} did.
 *
 * @param folder where the template is now
 * @param outcomes what happened to each file, by its path inside the folder
 */
public record Extraction(Path folder, Map<String, Outcome> outcomes) {

  /** What can happen to a file. */
  public enum Outcome {
    /** It was missing and is there now. */
    CREATED,
    /** It was as we had written it and is now of this version. */
    UPDATED,
    /** It was of this version already. */
    UNCHANGED,
    /** The user changed it, so it stays. */
    KEPT,
    /** It is not part of the template any more, and nobody had changed it. */
    REMOVED
  }

  /** Copies the outcomes. */
  public Extraction {
    outcomes = Map.copyOf(outcomes);
  }

  /** The files with this outcome, sorted. */
  public List<String> files(Outcome outcome) {
    return outcomes.entrySet().stream()
        .filter(entry -> entry.getValue() == outcome)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Whether anything on disk was changed. */
  public boolean changedAnything() {
    return outcomes.values().stream()
        .anyMatch(outcome -> outcome != Outcome.UNCHANGED && outcome != Outcome.KEPT);
  }

  @Override
  public String toString() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    outcomes.values().forEach(outcome -> counts.merge(outcome, 1, Integer::sum));
    return "Extraction[" + folder + ", " + new TreeMap<>(counts) + "]";
  }
}
