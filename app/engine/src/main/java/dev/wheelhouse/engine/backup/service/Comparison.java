// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.Manifest.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was counted at backup time against what is there now.
 *
 * @param lines each number, for people
 * @param differences what is not as it must be; empty when all is well
 */
public record Comparison(List<String> lines, List<String> differences) {
  public Comparison {
    lines = List.copyOf(lines);
    differences = List.copyOf(differences);
  }

  /** What a server holds now. */
  public record Found(List<Count> counts, Map<String, String> owners) {
    public Found {
      counts = List.copyOf(counts);
      owners = Map.copyOf(owners);
    }
  }

  /** How strict to be. */
  public enum Mode {
    /** Nobody else can have written: numbers must be the same. */
    ALONE,
    /** The server is in use: there may be more than there was. */
    IN_USE
  }

  public boolean equal() {
    return differences.isEmpty();
  }

  public static Comparison of(Manifest.Service taken, Found found, Mode mode) {
    List<String> lines = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    Map<String, Long> now = new LinkedHashMap<>();
    found.counts().forEach(count -> now.put(count.name(), count.value()));
    for (Count then : taken.counts()) {
      Long value = now.remove(then.name());
      String line = taken.service() + ": " + then.name() + ": ";
      lines.add(line + (value == null ? "none" : value) + " (at backup time " + then.value() + ")");
      if (value == null) {
        differences.add(line + "missing, was " + then.value());
      } else if (!fits(then, value, mode)) {
        differences.add(line + value + " instead of " + then.value());
      }
    }
    if (mode == Mode.ALONE) {
      now.forEach((name, value) ->
          differences.add(taken.service() + ": " + name + ": " + value + ", was not there"));
    }
    differences.addAll(owners(taken, found.owners()));
    return new Comparison(lines, differences);
  }

  private static boolean fits(Count then, long now, Mode mode) {
    return switch (then.rule()) {
      case AT_MOST -> mode == Mode.IN_USE || now <= then.value();
      case EQUAL -> mode == Mode.IN_USE ? now >= then.value() : now == then.value();
    };
  }

  private static List<String> owners(Manifest.Service taken, Map<String, String> found) {
    List<String> differences = new ArrayList<>();
    new TreeMap<>(taken.owners())
        .forEach((object, owner) -> {
          String now = found.get(object);
          if (!owner.equals(now)) {
            differences.add(
                taken.service()
                    + ": "
                    + object
                    + (now == null ? " is missing" : " belongs to " + now)
                    + ", belonged to "
                    + owner);
          }
        });
    return differences;
  }
}
