// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wheelhouse.gateway.route.health.TargetHealth;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the weights are: shares are shares, nobody starves, nobody is lost. */
class SharesPropertyTest {
  @Property
  void sharesAreOneTogetherAndNoneIsBelowTheFloor(
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0, max = 1e6) Double> values,
      @ForAll @DoubleRange(min = 0, max = 0.3) double floor) {
    double[] shares = Orders.shares(array(values), floor);
    assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9));
    double least = Math.min(floor, 1.0 / values.size());
    assertThat(Arrays.stream(shares).boxed()).allMatch(share -> share >= least - 1e-9);
  }

  @Property
  void whoIsWorthMoreNeverGetsLess(
      @ForAll @Size(min = 2, max = 12) List<@DoubleRange(min = 0, max = 1e6) Double> values) {
    double[] shares = Orders.shares(array(values), 0.05);
    for (int i = 1; i < shares.length; i++) {
      if (values.get(i) > values.get(i - 1)) {
        assertThat(shares[i]).isGreaterThanOrEqualTo(shares[i - 1] - 1e-9);
      }
    }
  }

  @Property
  void aDrawFollowsTheSharesAndLosesNobody(
      @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = 0.01, max = 100) Double> weights,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance) {
    List<Candidate> all = candidates(weights);
    double[] shares = Orders.shares(array(weights), 0);
    List<Candidate> order = Orders.drawn(all, shares, chance);
    assertThat(order).containsExactlyInAnyOrderElementsOf(all);
    int first = all.indexOf(order.getFirst());
    double before = Arrays.stream(shares, 0, first).sum();
    assertThat(chance).isBetween(before - 1e-9, before + shares[first] + 1e-9);
  }

  @Property
  void everyPolicyOrdersAllCandidatesAndItsSharesAreOneTogether(
      @ForAll PolicyKind kind,
      @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = 0.01, max = 100) Double> weights,
      @ForAll @IntRange(max = 10_000) int turn,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance) {
    List<Candidate> all = candidates(weights);
    Policy policy =
        Policies.of(Pool.of("p", kind, all.stream().map(Candidate::target).toArray(Target[]::new)));
    assertThat(policy.order(all, new Turn(turn, () -> chance, 0)))
        .containsExactlyInAnyOrderElementsOf(all);
    assertThat(Arrays.stream(policy.shares(all)).sum()).isCloseTo(1, within(1e-9));
  }

  /** Targets with some history each. */
  private static List<Candidate> candidates(List<Double> weights) {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      TargetHealth health = new TargetHealth();
      for (int n = 0; n < i; n++) {
        health.answered(0.1 * (n + 1), 0);
        health.failed(n % 2 == 0);
      }
      all.add(new Candidate(Target.of("u" + i, "m").weighing(weights.get(i)), health, true));
    }
    return all;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
