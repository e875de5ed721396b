// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AmountsTest {

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
