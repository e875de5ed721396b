// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import javafx.collections.ObservableList;

/** Which colour each service has, and in which zone moments are shown. */
final class LogColors {
  private final ObservableList<ServiceChip> chips;
  private final ZoneId zone;
  private final Map<String, Integer> strangers = new HashMap<>();

  LogColors(ObservableList<ServiceChip> chips, ZoneId zone) {
    this.chips = chips;
    this.zone = zone;
  }

  int of(String service) {
    for (ServiceChip chip : chips) {
      if (chip.name().equals(service)) {
        return chip.color();
      }
    }
    return strangers.computeIfAbsent(
        service, _ -> (chips.size() + strangers.size()) % ServiceChip.COLORS);
  }

  /** In characters. */
  int longestName() {
    int longest = 0;
    for (ServiceChip chip : chips) {
      longest = Math.max(longest, chip.name().length());
    }
    return longest;
  }

  ZoneId zone() {
    return zone;
  }
}
