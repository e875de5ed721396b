// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "512, 512 B",
    "999, 999 B",
    "1000, 1 kB",
    "999499, 999 kB",
    "999500, 1 MB",
    "84000000, 84 MB",
    "3140000000, 3.1 GB",
    "9960000000, 10 GB",
    "-5, 0 B",
  })
  void bytesHaveThreeDigitsAtMost(long bytes, String expected) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(expected);
  }

  @Test
  void sharesOfTheProcessorMayPassOneCore() {
    assertThat(Amounts.cpu(0.004)).isEqualTo("0.4 %");
    assertThat(Amounts.cpu(0)).isEqualTo("0 %");
    assertThat(Amounts.cpu(1.8)).isEqualTo("180 %");
  }

  @Test
  void oneThingIsSingular() {
    assertThat(Amounts.count(1, "service", "services")).isEqualTo("1 service");
    assertThat(Amounts.count(0, "service", "services")).isEqualTo("0 services");
  }
}
