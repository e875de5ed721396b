// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Half a second, doubled up to five seconds, and a fifth more or less. */
class BackoffPropertyTest {
  @Property
  void doublesUpToFiveSecondsAndSpreadsByAFifth(
      @ForAll @IntRange(max = 100) int repeat,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance) {
    double base = Math.min(500 * Math.pow(2, repeat), 5000);
    assertThat((double) Backoff.of(repeat, chance).toMillis())
        .isBetween(base * 0.8 - 1, base * 1.2 + 1);
  }
}
