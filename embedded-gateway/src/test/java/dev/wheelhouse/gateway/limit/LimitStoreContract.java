// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.limit.Claim.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of limits does. */
abstract class LimitStoreContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final String account = "key:" + UUID.randomUUID();

  /** The store; the same one for all tests is fine, as each has an account of its own. */
  abstract LimitStore store();

  @Test
  void letsInExactlyTheLimitAndTheNextOneExactlyAMinuteAfterTheFirst() {
    assertThat(take(requests(3), START).granted()).isTrue();
    assertThat(take(requests(3), START.plusSeconds(20)).granted()).isTrue();
    LimitStore.Taken third = take(requests(3), START.plusSeconds(40));
    assertThat(third.granted()).isTrue();
    assertThat(third.levels().getFirst().used()).isEqualTo(3);
    assertThat(third.levels().getFirst().reset()).isEqualTo(MINUTE);

    LimitStore.Taken fourth = take(requests(3), START.plusMillis(59_999));
    assertThat(fourth.granted()).isFalse();
    assertThat(fourth.refused()).isZero();
    assertThat(fourth.levels().getFirst().fits()).isEqualTo(Duration.ofMillis(1));
    assertThat(take(requests(3), START.plusSeconds(60)).granted()).isTrue();
    assertThat(take(requests(3), START.plusSeconds(60)).granted()).isFalse();
  }

  @Test
  void correctsAnEstimateOfTokens() {
    store().take("one", List.of(tokens(100, 60)), START);
    assertThat(take(tokens(100, 60), START).granted()).isFalse();
    store().settle("one", List.of(tokens(100, 40)), START);
    LimitStore.Taken fits = take(tokens(100, 60), START);
    assertThat(fits.granted()).isTrue();
    assertThat(fits.levels().getFirst().used()).isEqualTo(100);
    assertThat(take(tokens(100, 1), START).granted()).isFalse();
  }

  @Test
  void countsMoreTokensThanWereEstimated() {
    store().take("one", List.of(tokens(100, 10)), START);
    store().settle("one", List.of(tokens(100, 500)), START.plusSeconds(30));
    LimitStore.Taken refused = take(tokens(100, 1), START.plusSeconds(80));
    assertThat(refused.granted()).isFalse();
    assertThat(refused.levels().getFirst().fits()).isEqualTo(Duration.ofSeconds(10));
    assertThat(take(tokens(100, 1), START.plusSeconds(90)).granted()).isTrue();
  }

  @Test
  void givesBackWhatIsHeldWhenTheRequestIsOver() {
    Claim slot = new Claim(account, Measure.CONCURRENT, 1, 1, Duration.ofHours(1));
    assertThat(store().take("one", List.of(slot), START).granted()).isTrue();
    assertThat(store().take("two", List.of(slot), START).granted()).isFalse();
    store().settle("one", List.of(slot), START);
    assertThat(store().take("three", List.of(slot), START).granted()).isTrue();
    // of a gateway that died, nobody gives it back
    assertThat(store().take("four", List.of(slot), START.plusSeconds(3600)).granted()).isTrue();
  }

  @Test
  void countsNoRequestThatWasNotMade() {
    store().take("made", List.of(requests(2)), START);
    store().take("not made", List.of(requests(2)), START);
    store().settle("made", List.of(requests(2)), START);
    assertThat(take(requests(2), START).granted()).isFalse();
    Claim none = new Claim(account, Measure.REQUESTS, 2, 0, MINUTE);
    store().settle("not made", List.of(none), START);
    assertThat(take(requests(2), START).granted()).isTrue();
    assertThat(take(requests(2), START).granted()).isFalse();
  }

  @Test
  void settlesTheClaimsOfOneRequestOneAfterTheOther() {
    Claim slot = new Claim(account, Measure.CONCURRENT, 1, 1, Duration.ofHours(1));
    Claim other = new Claim(account + " other", Measure.CONCURRENT, 1, 1, Duration.ofHours(1));
    assertThat(store().take("one", List.of(slot, other), START).granted()).isTrue();
    store().settle("one", List.of(slot), START);
    assertThat(take(slot, START).granted()).isTrue();
    assertThat(take(other, START).granted()).isFalse();
    store().settle("one", List.of(other), START);
    assertThat(take(other, START).granted()).isTrue();
  }

  @Test
  void refusesOnceABudgetIsSpentAndNotBefore() {
    assertThat(take(cost(100, 0), START).granted()).isTrue();
    store().settle("one", List.of(cost(100, 99)), START);
    assertThat(take(cost(100, 0), START).granted()).isTrue();
    store().settle("two", List.of(cost(100, 1)), START.plusSeconds(3600));
    LimitStore.Taken refused = take(cost(100, 0), START.plusSeconds(3600));
    assertThat(refused.granted()).isFalse();
    assertThat(refused.levels().getFirst().used()).isEqualTo(100);
  }

  @Test
  void takesNothingWhenOneOfSeveralDoesNotFit() {
    take(tokens(100, 100), START);
    LimitStore.Taken refused = store().take("both", List.of(requests(1), tokens(100, 1)), START);
    assertThat(refused.granted()).isFalse();
    assertThat(refused.refused()).isEqualTo(1);
    assertThat(take(requests(1), START).granted()).isTrue();
  }

  @Test
  void letsInExactlyTheLimitOfAHundredAtOnce() throws Exception {
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(() -> take(requests(37), START).granted());
    }
    int granted = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : threads.invokeAll(all)) {
        granted += each.get() ? 1 : 0;
      }
    }
    assertThat(granted).isEqualTo(37);
  }

  private LimitStore.Taken take(Claim claim, Instant at) {
    return store().take(UUID.randomUUID().toString(), List.of(claim), at);
  }

  private Claim requests(long most) {
    return new Claim(account, Measure.REQUESTS, most, 1, MINUTE);
  }

  private Claim tokens(long most, long amount) {
    return new Claim(account, Measure.TOKENS, most, amount, MINUTE);
  }

  private Claim cost(long most, long amount) {
    return new Claim(account + " 2026-03-01", Measure.COST, most, amount, Duration.ofDays(2));
  }
}
