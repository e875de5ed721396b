// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.route.health.TargetHealth;
import dev.wheelhouse.gateway.route.pool.Target;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered of conversations is bounded. */
class StickyTest {
  private final Candidate first = candidate("a");
  private final Candidate second = candidate("b");

  private static Candidate candidate(String upstream) {
    return new Candidate(Target.of(upstream, "m"), new TargetHealth(), false);
  }

  @Test
  void keepsTheTenThousandConversationsThatWereAnsweredLast() {
    Sticky sticky = new Sticky(Clock.systemUTC());
    for (long conversation = 1; conversation <= 10_000; conversation++) {
      sticky.answered(conversation, second.target());
    }
    sticky.answered(1, second.target());
    sticky.answered(10_001, second.target());
    List<Candidate> usual = List.of(first, second);
    assertThat(sticky.order(usual, 1)).startsWith(second);
    assertThat(sticky.order(usual, 2)).startsWith(first);
    assertThat(sticky.order(usual, 3)).startsWith(second);
    assertThat(sticky.order(usual, 10_001)).startsWith(second);
  }
}
