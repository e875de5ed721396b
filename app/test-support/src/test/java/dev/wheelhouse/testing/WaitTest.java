// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitTest {
  @Test
  void returnsAsSoonAsTheConditionHolds() {
    AtomicInteger looks = new AtomicInteger();

    Wait.until(() -> looks.incrementAndGet() == 3, Duration.ofSeconds(5));

    assertThat(looks).hasValue(3);
  }

  @Test
  void namesWhatDidNotHold() {
    assertThatThrownBy(() -> Wait.until("the door", () -> false, Duration.ofMillis(20)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("the door did not hold within");
  }

  @Test
  void failsWithTheLastAssertion() {
    assertThatThrownBy(
            () -> Wait.untilAsserted(() -> assertThat(1).isEqualTo(2), Duration.ofMillis(20)))
        .hasMessageContaining("expected: 2");
  }

  @Test
  void findsPortsThatCanBeListenedOn() throws Exception {
    for (int port : FreePorts.some(3)) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(socket.isBound()).isTrue();
      }
    }
  }
}
