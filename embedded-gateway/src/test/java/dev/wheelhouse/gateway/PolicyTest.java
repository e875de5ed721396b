// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.PoolRig.failing;
import static dev.wheelhouse.gateway.PoolRig.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wheelhouse.gateway.route.pool.Location;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.route.report.TargetState;
import dev.wheelhouse.gateway.route.report.TargetStatus;
import dev.wheelhouse.testing.http.HttpAnswers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Three providers whose latency, errors and cost change over time: each policy picks, within five
 * seconds of the gateway's own time, what its definition says. Requests follow each other; time
 * passes only while a provider answers.
 */
class PolicyTest {
  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

  private final PoolRig pool = new PoolRig();

  @AfterEach
  void stop() {
    pool.close();
  }

  @Test
  void priorityAsksTheFirstThatWorksAndComesBackToItWhenItHasRecovered() {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT);
    paces(20, 20, 20);
    assertThat(fiveSeconds()).containsOnlyKeys("a");
    pool.at("a").chat(failing(500));
    int before = pool.at("a").chatCount();
    assertThat(fiveSeconds()).containsOnlyKeys("b");
    // five failures open the breaker: after them it is left alone
    assertThat(pool.at("a").chatCount() - before).isLessThanOrEqualTo(6);
    pace("a", 20);
    fiveSeconds();
    assertThat(fiveSeconds()).containsOnlyKeys("a");
  }

  @Test
  void roundRobinGivesEachItsTurnAndLeavesOutWhoIsBroken() {
    pool.pool(PolicyKind.ROUND_ROBIN, PoolOptions.DEFAULT);
    paces(10, 20, 30);
    Map<String, Integer> even = fiveSeconds();
    assertThat(even.get("a")).isCloseTo(even.get("b"), within(1));
    assertThat(even.get("b")).isCloseTo(even.get("c"), within(1));
    pool.at("b").chat(failing(503));
    assertThat(fiveSeconds()).containsOnlyKeys("a", "c");
    pace("b", 20);
    fiveSeconds();
    assertThat(share(fiveSeconds(), "b")).isBetween(0.3, 0.37);
  }

  @Test
  void randomGivesEachTheSameChance() {
    pool.pool(PolicyKind.RANDOM, PoolOptions.DEFAULT);
    paces(10, 20, 30);
    Map<String, Integer> drawn = fiveSeconds();
    for (String name : drawn.keySet()) {
      assertThat(share(drawn, name)).as(name).isBetween(0.25, 0.42);
    }
    assertThat(drawn).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void weightedGivesSharesInProportionAndFollowsAChangeAtOnce() {
    weighted(8, 1, 1);
    paces(10, 10, 10);
    assertThat(share(fiveSeconds(), "a")).isBetween(0.72, 0.88);
    weighted(1, 1, 8);
    assertThat(share(fiveSeconds(), "c")).isBetween(0.72, 0.88);
  }

  @Test
  void leastInFlightPassesOverWhoIsBusy() throws InterruptedException {
    pool.pool(PolicyKind.LEAST_IN_FLIGHT, PoolOptions.DEFAULT);
    paces(10, 10, 10);
    try (Busy busy = new Busy("a")) {
      Map<String, Integer> answers = fiveSeconds();
      assertThat(answers).containsOnlyKeys("b", "c");
      assertThat(share(answers, "b")).isBetween(0.45, 0.55);
      assertThat(busy.count()).isEqualTo(1);
    }
    pool.rig.settled();
    pace("a", 10);
    assertThat(share(fiveSeconds(), "a")).isBetween(0.3, 0.37);
  }

  @Test
  void leastLatencyPicksTheQuickestAndFindsOutWhenThatIsAnother() {
    pool.pool(PolicyKind.LEAST_LATENCY, PoolOptions.DEFAULT);
    paces(5, 15, 25);
    Map<String, Integer> first = fiveSeconds();
    assertThat(share(first, "a")).isGreaterThan(0.9);
    assertThat(first).containsOnlyKeys("a", "b", "c"); // no starvation
    paces(25, 15, 5);
    fiveSeconds();
    Map<String, Integer> then = fiveSeconds();
    assertThat(share(then, "c")).isGreaterThan(0.9);
    assertThat(then).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void lowestCostPicksTheCheapestAndFollowsANewPriceAtOnce() {
    priced(3, 2, 1);
    paces(20, 20, 20);
    assertThat(fiveSeconds()).containsOnlyKeys("c");
    priced(1, 2, 3);
    assertThat(fiveSeconds()).containsOnlyKeys("a");
    pool.at("a").chat(failing(500));
    assertThat(fiveSeconds()).containsOnlyKeys("b");
  }

  @Test
  void highestSuccessPicksWhoFailsLeastAndUsesTheRecoveredOneAgain() {
    pool.pool(PolicyKind.HIGHEST_SUCCESS, PoolOptions.DEFAULT);
    paces(5, 6, 7);
    assertThat(share(fiveSeconds(), "a")).isGreaterThan(0.9);
    everyOtherFails("a", 5);
    fiveSeconds();
    Map<String, Integer> worse = fiveSeconds();
    assertThat(share(worse, "b")).isGreaterThan(0.9);
    assertThat(pool.chats()).allMatch(count -> count > 0);
    pace("a", 5);
    fiveSeconds();
    assertThat(share(fiveSeconds(), "a")).isGreaterThan(0.9);
  }

  @Test
  void dynamicWeightFollowsAccuracyAvailabilityAndLatencyWithAFloorOfFivePercent() {
    pool.pool(PolicyKind.DYNAMIC_WEIGHT, PoolOptions.DEFAULT);
    paces(4, 40, 40);
    fiveSeconds();
    Map<String, Integer> first = fiveSeconds();
    assertThat(share(first, "a")).isBetween(0.75, 0.9); // 10 : 1 : 1
    assertThat(share(first, "b")).isGreaterThan(0.03);
    assertThat(share(first, "c")).isGreaterThan(0.03);
    paces(400, 40, 4);
    fiveSeconds();
    Map<String, Integer> then = fiveSeconds();
    assertThat(share(then, "c")).isGreaterThan(0.75);
    assertThat(share(then, "a")).isGreaterThan(0.01); // the floor keeps measuring it
    everyOtherFails("c", 4);
    fiveSeconds();
    assertThat(status("c").averages().accuracy()).isBetween(0.3, 0.7);
    assertThat(status("c").weighting().share()).isLessThan(0.9);
  }

  @Test
  void dynamicWeightSkipsAfterFiveConsecutiveFailuresUntilItRecoversAndCanBeReset() {
    pool.pool(PolicyKind.DYNAMIC_WEIGHT, PoolOptions.DEFAULT);
    paces(4, 20, 20);
    fiveSeconds();
    pool.at("a").chat(failing(500));
    for (int i = 0; i < 50; i++) {
      pool.ask(false);
    }
    assertThat(status("a").state()).isEqualTo(TargetState.BROKEN);
    assertThat(status("a").place().consecutiveFailures()).isEqualTo(5);
    assertThat(status("a").weighting().share()).isZero();
    pace("a", 4);
    fiveSeconds();
    fiveSeconds();
    assertThat(status("a").state()).isEqualTo(TargetState.READY);
    assertThat(share(fiveSeconds(), "a")).isGreaterThan(0.5);
    pool.rig.gateway.resetRoutes();
    assertThat(status("a").averages().samples()).isZero();
    assertThat(status("a").averages().accuracy()).isEqualTo(0.8);
    assertThat(status("a").averages().latency()).isEqualTo(1);
    assertThat(status("a").averages().cost()).isEqualTo(0.01);
    assertThat(status("a").weighting().share()).isCloseTo(1 / 3.0, within(1e-9));
  }

  @Test
  void spilloverFillsTheFirstUpToItsLimitAndPassesOnFromThere() throws InterruptedException {
    pool.pool(PolicyKind.SPILLOVER, PoolOptions.DEFAULT.spillingAt(1));
    paces(10, 10, 10);
    assertThat(fiveSeconds()).containsOnlyKeys("a");
    try (Busy busy = new Busy("a")) {
      assertThat(fiveSeconds()).containsOnlyKeys("b");
      assertThat(busy.count()).isEqualTo(1);
    }
    pool.rig.settled();
    pace("a", 10);
    assertThat(fiveSeconds()).containsOnlyKeys("a");
  }

  @Test
  void stickyKeepsAConversationWhereItIsButNotWithWhoIsBroken() {
    pool.pool(PolicyKind.ROUND_ROBIN, PoolOptions.DEFAULT.stickyToo());
    assertThat(session("one")).isEqualTo("a");
    assertThat(session("two")).isEqualTo("b");
    for (int i = 0; i < 5; i++) {
      assertThat(session("one")).isEqualTo("a");
      assertThat(session("two")).isEqualTo("b");
    }
    for (int i = 0; i < 6; i++) {
      pool.at("a").chat(failing(500));
      assertThat(session("one")).isNotEqualTo("a");
    }
  }

  @Test
  void stickyKnowsAConversationByItsBeginning() {
    pool.pool(PolicyKind.ROUND_ROBIN, PoolOptions.DEFAULT.stickyToo());
    String first = turn("[{\"role\":\"user\",\"content\":\"first question\"}]");
    String other = turn("[{\"role\":\"user\",\"content\":\"another question\"}]");
    assertThat(other).isNotEqualTo(first);
    for (int i = 0; i < 3; i++) {
      assertThat(
              turn(
                  "[{\"role\":\"user\",\"content\":\"first question\"},{\"role\":\"assistant\",\"content\":\"yes\"},{\"role\":\"user\",\"content\":\"and "
                      + i
                      + "\"}]"))
          .isEqualTo(first);
    }
    pool.time.pass(Duration.ofMinutes(11));
    turn("[{\"role\":\"user\",\"content\":\"third\"}]");
    assertThat(status("a").place().attempts()).isPositive();
  }

  @Test
  void thePrivacyPinNeverLeavesThisMachine() {
    pool.pool(
        PolicyKind.PRIORITY,
        Target.of("a", "m").at(Location.CLOUD),
        Target.of("b", "m"),
        Target.of("c", "m").at(Location.CLOUD));
    assertThat(route(pool.ask(false))).isEqualTo("a");
    pinned();
    assertThat(route(pool.ask(false))).isEqualTo("b");
    pool.at("b").chat(failing(503));
    for (int i = 0; i < 7; i++) {
      HttpResponse<String> answer = pool.ask(false);
      assertThat(answer.statusCode()).isEqualTo(503);
    }
    assertThat(pool.chats().get(0)).isEqualTo(1);
    assertThat(pool.chats().get(2)).isZero();
    assertThat(status("a").state()).isEqualTo(TargetState.EXCLUDED);
  }

  @Test
  void theCostCapKeepsTheDearOnesOut() {
    pool.rig.gateway.routes(
        dev.wheelhouse.gateway.route.pool.RouteConfig.of(
            dev.wheelhouse.gateway.route.pool.Pool.of(
                    "pool",
                    PolicyKind.PRIORITY,
                    Target.of("a", "m").costing(3, 15),
                    Target.of("b", "m").costing(0.1, 0.4))
                .with(PoolOptions.DEFAULT.cappedAt(1))));
    assertThat(route(pool.ask(false))).isEqualTo("b");
    assertThat(pool.rig.gateway.explain("pool").passedOver())
        .extracting(TargetStatus::reason)
        .containsExactly("over the cost cap");
    // 1000 tokens read and 500 written
    assertThat(status("b").averages().cost()).isCloseTo(0.0003, within(1e-9));
  }

  private void pinned() {
    pool.rig.gateway.routes(
        dev.wheelhouse.gateway.route.pool.RouteConfig.of(
            dev.wheelhouse.gateway.route.pool.Pool.of(
                    "pool",
                    PolicyKind.PRIORITY,
                    Target.of("a", "m").at(Location.CLOUD),
                    Target.of("b", "m"),
                    Target.of("c", "m").at(Location.CLOUD))
                .with(PoolOptions.DEFAULT.localOnly())));
  }

  private void weighted(double a, double b, double c) {
    pool.pool(
        PolicyKind.WEIGHTED,
        Target.of("a", "m").weighing(a),
        Target.of("b", "m").weighing(b),
        Target.of("c", "m").weighing(c));
  }

  private void priced(double a, double b, double c) {
    pool.pool(
        PolicyKind.LOWEST_COST,
        Target.of("a", "m").costing(a, a),
        Target.of("b", "m").costing(b, b),
        Target.of("c", "m").costing(c, c));
  }

  private void paces(int a, int b, int c) {
    pace("a", a);
    pace("b", b);
    pace("c", c);
  }

  /** From now on it answers after so many milliseconds. */
  private void pace(String name, int millis) {
    pool.at(name).chat(slow(name, millis));
  }

  private HttpAnswers slow(String name, int millis) {
    HttpAnswers answer = PoolRig.answering("from " + name);
    return call -> {
      pool.time.pass(Duration.ofMillis(millis));
      answer.answer(call);
    };
  }

  private void everyOtherFails(String name, int millis) {
    HttpAnswers good = slow(name, millis);
    boolean[] odd = new boolean[1];
    pool.at(name)
        .chat(call -> {
          odd[0] = !odd[0];
          (odd[0] ? failing(500) : good).answer(call);
        });
  }

  /** Asks until five seconds have passed; counts who answered. */
  private Map<String, Integer> fiveSeconds() {
    Duration end = pool.time.passed().plus(FIVE_SECONDS);
    Map<String, Integer> answers = new TreeMap<>();
    while (pool.time.passed().compareTo(end) < 0) {
      HttpResponse<String> answer = pool.ask(false);
      assertThat(answer.statusCode()).isEqualTo(200);
      answers.merge(route(answer), 1, Integer::sum);
    }
    return answers;
  }

  private static double share(Map<String, Integer> answers, String name) {
    int all = answers.values().stream().mapToInt(Integer::intValue).sum();
    return answers.getOrDefault(name, 0) / (double) all;
  }

  private TargetStatus status(String name) {
    return pool.rig.gateway.routes().pools().getFirst().targets().stream()
        .filter(target -> target.target().upstream().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String session(String name) {
    return route(
        pool.rig.send(
            pool.rig
                .posting("/v1/chat/completions", OpenAiToOllamaTest.chat("pool", "hi", ""))
                .header("X-Session-Id", name)
                .build()));
  }

  private String turn(String messages) {
    return route(
        pool.rig.post(
            "/v1/chat/completions", "{\"model\":\"pool\",\"messages\":" + messages + "}"));
  }

  /** Keeps one request at an upstream until it is closed. */
  private final class Busy implements AutoCloseable {
    private final CountDownLatch release = new CountDownLatch(1);
    private final Thread asking;
    private final int before;
    private final String name;

    Busy(String name) throws InterruptedException {
      this.name = name;
      before = pool.at(name).chatCount();
      CountDownLatch there = new CountDownLatch(1);
      HttpAnswers answer = PoolRig.answering("late");
      pool.at(name)
          .chat(call -> {
            there.countDown();
            if (!release.await(60, TimeUnit.SECONDS)) {
              throw new IllegalStateException("never released");
            }
            answer.answer(call);
          });
      asking =
          Thread.ofVirtual()
              .start(() -> {
                while (there.getCount() > 0) {
                  pool.ask(false);
                }
              });
      assertThat(there.await(30, TimeUnit.SECONDS)).isTrue();
    }

    int count() {
      return pool.at(name).chatCount() - before;
    }

    @Override
    public void close() throws InterruptedException {
      release.countDown();
      asking.join();
    }
  }
}
