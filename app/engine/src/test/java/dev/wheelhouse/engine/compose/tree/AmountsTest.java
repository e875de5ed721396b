// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
  private static final Place PLACE = new Place("compose.yaml", 1, 1, "x");

  @ParameterizedTest
  @CsvSource({
    "4096, 4096",
    "1k, 1024",
    "512m, 536870912",
    "1.5g, 1610612736",
    "2GB, 2147483648",
    "64MiB, 67108864",
    "10b, 10",
    "1 kb, 1024"
  })
  void readsBytes(String text, long bytes) {
    assertThat(Amounts.bytes(text, PLACE)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "5s, PT5S",
    "1m30s, PT1M30S",
    "500ms, PT0.5S",
    "1.5h, PT1H30M",
    "0, PT0S",
    "100us, PT0.0001S"
  })
  void readsTimes(String text, Duration expected) {
    assertThat(Amounts.duration(text, PLACE)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 500000000", "2, 2000000000", "0, 0", "0.25, 250000000"})
  void readsShareOfProcessors(String text, long nanos) {
    assertThat(Amounts.nanoCpus(text, PLACE)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1m", "5 parsecs", "1m!", "99999999999999p"})
  void refusesWhatIsNoAmount(String text) {
    assertThatThrownBy(() -> Amounts.bytes(text, PLACE)).hasMessageContaining("compose.yaml:1:1");
    assertThatThrownBy(() -> Amounts.duration(text, PLACE))
        .hasMessageContaining("compose.yaml:1:1");
  }
}
