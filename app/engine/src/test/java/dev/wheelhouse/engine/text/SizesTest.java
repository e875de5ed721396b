// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "-1, 0 B, 0 B",
    "0, 0 B, 0 B",
    "999, 999 B, 999 B",
    "1000, 1 kB, 1000 B",
    "1024, 1 kB, 1 KiB",
    "9949, 9.9 kB, 9.7 KiB",
    "9951, 10 kB, 9.7 KiB",
    "999499, 999 kB, 976 KiB",
    "999500, 1 MB, 976 KiB",
    "1048064, 1 MB, 1 MiB",
    "536870912, 537 MB, 512 MiB",
    "3141592653, 3.1 GB, 2.9 GiB",
    "16000000000, 16 GB, 15 GiB",
    "9223372036854775807, 9223372 TB, 8388608 TiB",
  })
  void areShortAndInTheUnitOfTheirKind(long bytes, String size, String memory) {
    assertThat(Sizes.bytes(bytes)).isEqualTo(size);
    assertThat(Sizes.memory(bytes)).isEqualTo(memory);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B/s", "18300000.4, 18 MB/s"})
  void ratesAreSizesPerSecond(double perSecond, String text) {
    assertThat(Sizes.rate(perSecond)).isEqualTo(text);
  }
}
