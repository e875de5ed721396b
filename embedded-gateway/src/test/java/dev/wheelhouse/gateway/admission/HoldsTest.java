// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Caller;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.limit.Limiter;
import dev.wheelhouse.gateway.limit.MemoryLimitStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a request takes of the limits of the models that it goes to. */
class HoldsTest {
  private final Limiter limiter =
      new Limiter(
          new MemoryLimitStore(),
          Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));

  @Test
  void aModelThatWasExpectedButNotAskedKeepsNothing() throws ApiFailure {
    LimitRules rules = limits(Map.of("m", requests(1), "n", requests(1)));
    Holds holds = begun(rules, "m", "n");
    assertThat(holds.model()).isEqualTo("m");
    holds.use("n");
    holds.settle(0, 0);
    assertThat(granted(rules, "m")).isTrue();
    assertThat(granted(rules, "n")).isFalse();
  }

  @Test
  void goingBackToAModelCountsNoSecondRequestOfIt() throws ApiFailure {
    LimitRules rules = limits(Map.of("m", requests(2)));
    Holds holds = begun(rules, "m", "n");
    for (String model : List.of("m", "n", "m", "n", "m")) {
      holds.use(model);
    }
    holds.settle(0, 0);
    assertThat(granted(rules, "m")).isTrue();
    assertThat(granted(rules, "m")).isFalse();
  }

  @Test
  void anAccountOfSeveralModelsIsKeptWhenTheRequestMovesAmongThem() throws ApiFailure {
    LimitRules rules = limits(Map.of("*", new KeyLimits(1, 0, 1, 0, 0)));
    Holds holds = begun(rules, "m");
    holds.use("m");
    holds.use("n");
    assertThat(granted(rules, "other")).isFalse();
    holds.settle(0, 0);
  }

  @Test
  void aModelThatIsRefusedLeavesEverythingAsItWas() throws ApiFailure {
    LimitRules rules = limits(Map.of("m", new KeyLimits(0, 0, 1, 0, 0), "n", requests(1)));
    assertThat(granted(rules, "n")).isTrue();
    Holds holds = begun(rules, "m");
    holds.use("m");
    assertThatThrownBy(() -> holds.use("n")).isInstanceOf(ApiFailure.class);
    assertThat(granted(rules, "m")).isFalse();
    holds.settle(0, 0);
    assertThat(granted(rules, "m")).isTrue();
  }

  private Holds begun(LimitRules rules, String... models) throws ApiFailure {
    Holds holds = new Holds(limiter, rules, asked(models));
    holds.begin().orThrow();
    return holds;
  }

  private boolean granted(LimitRules rules, String model) {
    return new Holds(limiter, rules, asked(model)).begin().granted();
  }

  private static KeyLimits requests(int most) {
    return new KeyLimits(most, 0, 0, 0, 0);
  }

  private static LimitRules limits(Map<String, KeyLimits> models) {
    return new LimitRules(models, Map.of());
  }

  private static Asked asked(String... models) {
    ClientRequest request =
        new ClientRequest(
            Caller.OWNER, Dialect.OPENAI, "pool", Json.newObject(), new byte[0], Map.of());
    return new Asked(request, Optional.empty(), "chat", List.of(models), false);
  }
}
