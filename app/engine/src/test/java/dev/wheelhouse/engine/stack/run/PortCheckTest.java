// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortCheckTest {
  @Test
  void theHelperOfAnotherEngineIsNotWhatHasToBeStopped() {
    assertThat(PortCheck.explained("docker-proxy (process 19141)"))
        .isEqualTo("a container of another engine, held by docker-proxy (process 19141)");
    assertThat(PortCheck.explained("nginx (process 812)")).isEqualTo("nginx (process 812)");
  }
}
