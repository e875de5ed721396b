// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A secret is compared, sent, and never shown. */
class SecretTest {
  @Test
  void neverShowsItself() {
    Secret secret = Secret.of("open-sesame");
    assertThat(secret.toString() + secret.hashCode()).doesNotContain("open", "sesame");
    assertThat(String.valueOf(java.util.List.of(secret))).isEqualTo("[Secret[hidden]]");
  }

  @Test
  void matchesOnlyItsOwnValue() {
    Secret secret = Secret.of(" open-sesame\n");
    assertThat(secret.matches("open-sesame")).isTrue();
    for (String wrong : new String[] {"", "open-sesam", "open-sesame ", "OPEN-SESAME", "x"}) {
      assertThat(secret.matches(wrong)).as(wrong).isFalse();
    }
  }

  @Test
  void matchesNothingWhenThereIsNone() {
    assertThat(Secret.none().matches("")).isFalse();
    assertThat(Secret.none().isPresent()).isFalse();
  }

  @Test
  void makesAFreshTokenEachTime() {
    Secret one = Secret.random();
    assertThat(one.reveal()).hasSize(43).isNotEqualTo(Secret.random().reveal());
    assertThat(one).isEqualTo(Secret.of(one.reveal())).isNotEqualTo(Secret.random());
  }

  @Test
  void refusesWhatNoHeaderCanCarry() {
    for (String bad : new String[] {"", "  ", "a b", "a\r\nX-Evil: 1", "schlüssel"}) {
      assertThatThrownBy(() -> Secret.of(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
