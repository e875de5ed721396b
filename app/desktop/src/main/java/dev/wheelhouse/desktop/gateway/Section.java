// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The parts of the screen, in the order of their tabs. */
public enum Section {
  OVERVIEW("Overview"),
  PROVIDERS("Providers"),
  POOLS("Pools"),
  REQUESTS("Requests"),
  ANALYTICS("Analytics"),
  KEYS("Keys"),
  LIMITS("Limits & cache"),
  CONNECT("Connect");

  private final String title;

  Section(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** What a place in the window calls it. */
  public String item() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Section> of(String item) {
    return Arrays.stream(values()).filter(section -> section.item().equals(item)).findFirst();
  }
}
