// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.gateway.config.GatewaySettings;
import dev.wheelhouse.engine.gateway.config.ModelLimit;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import dev.wheelhouse.engine.gateway.config.PoolRules;
import dev.wheelhouse.engine.gateway.config.PoolSettings;
import dev.wheelhouse.engine.gateway.config.PoolTarget;
import dev.wheelhouse.engine.gateway.config.TokenPrice;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.gateway.pool.TargetNow;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.testing.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools, limits and cache of the settings are those of the gateway that runs. */
class GatewaySettingsTest {
  private static final String MODEL = "llama3.2:1b";

  @TempDir Path place;
  private GatewayRig rig;
  private EmbeddedGateway gateway;

  @BeforeEach
  void start() {
    rig = new GatewayRig(place);
    rig.ollama.withModel("qwen3:0.6b");
    gateway = rig.open();
    gateway.start();
    Wait.until(() -> chat(MODEL) == 200, Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void aPoolAnswersUnderItsNameAndIsExplained() {
    PoolTarget here = new PoolTarget("ollama", MODEL, 1);
    PoolTarget gone = new PoolTarget("nowhere", "any", 1);
    update(old ->
        old.withPools(
            List.of(
                new PoolSettings(
                    "everyday", PoolPolicy.PRIORITY, List.of(gone, here), false, false))));

    assertThat(chat("everyday")).isEqualTo(200);

    var told = gateway.services().pools().explain("everyday").orElseThrow();
    assertThat(told.order()).extracting(TargetNow::label).containsExactly("ollama/" + MODEL);
    assertThat(told.passedOver())
        .extracting(TargetNow::state)
        .containsExactly(TargetNow.State.MISSING);
    assertThat(gateway.services().pools().now())
        .singleElement()
        .matches(pool -> pool.policy() == PoolPolicy.PRIORITY);

    update(old -> old.withPools(List.of()));
    assertThat(chat("everyday")).isEqualTo(404);
  }

  @Test
  void theCacheAnswersAgainCountsAndForgets() {
    update(old -> old.withCache(old.cache().withOn(true).withModels(List.of("llama*"))));

    assertThat(chat(MODEL)).isEqualTo(200);
    assertThat(chat(MODEL)).isEqualTo(200);

    var now = gateway.services().cache().now().orElseThrow();
    assertThat(now.hits()).isEqualTo(1);
    assertThat(now.entries()).isEqualTo(1);
    assertThat(gateway.services().cache().clear()).isEqualTo(1);
    assertThat(gateway.services().cache().now().orElseThrow().entries()).isZero();
  }

  @Test
  void keepsPoolsLimitsAndPricesAcrossAStart() {
    GatewaySettings wanted =
        update(old ->
            old.withPools(
                    List.of(
                        new PoolSettings(
                            "a",
                            PoolPolicy.WEIGHTED,
                            List.of(
                                new PoolTarget(
                                    "ollama", MODEL, 2.5, new TokenPrice(0.5, 1.5), 8192)),
                            true,
                            true,
                            new PoolRules(2, 12.5, "cloud/large"))))
                .withOrigins(List.of("https://app.example.com"))
                .withLimits(List.of(new ModelLimit("llama*", new KeyBounds(5, 0, 2, 1.5, 0))))
                .withPrices(List.of(new ModelPrice("gpt-*", 0.25, 2)))
                .withCache(old.cache().sized(8, 5)));

    assertThat(rig.open().services().settings().get()).isEqualTo(wanted);
  }

  @Test
  void theCheapestTargetIsKnownByTheListOfPricesAndByItsOwnPrice() {
    PoolTarget big = new PoolTarget("ollama", MODEL, 1);
    PoolTarget small = new PoolTarget("ollama", "qwen3:0.6b", 1);
    PoolSettings pool =
        new PoolSettings("cheap", PoolPolicy.LOWEST_COST, List.of(big, small), false, false);
    List<ModelPrice> prices = List.of(new ModelPrice(MODEL, 5, 9), new ModelPrice("qwen*", 1, 2));

    update(old -> old.withPools(List.of(pool)).withPrices(prices));
    assertThat(first("cheap")).isEqualTo("ollama/qwen3:0.6b");

    PoolTarget dear = small.costing(new TokenPrice(50, 90));
    update(old -> old.withPools(List.of(pool.withTargets(List.of(big, dear)))));
    assertThat(first("cheap")).isEqualTo("ollama/" + MODEL);

    PoolSettings capped = pool.withRules(pool.rules().withMaxPrice(10));
    update(old -> old.withPools(List.of(capped.withPolicy(PoolPolicy.PRIORITY))));
    assertThat(first("cheap"))
        .as("the first one costs more than 10")
        .isEqualTo("ollama/qwen3:0.6b");
  }

  @Test
  void aWebPageMayCallFromTheMomentOnThatItsOriginIsListed() {
    String page = "https://app.example.com";
    assertThat(rig.status(gateway, page)).isEqualTo(403);

    update(old -> old.withOrigins(List.of(page)));
    assertThat(rig.status(gateway, page)).isEqualTo(200);

    update(old -> old.withOrigins(List.of()));
    assertThat(rig.status(gateway, page)).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "null", "app.example.com", "https://app.example.com/", "https://*"})
  void whatIsNoOriginIsRefused(String origin) {
    assertThatThrownBy(() -> update(old -> old.withOrigins(List.of(origin))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().evidence().getFirst()).contains("web origin"));
  }

  private String first(String model) {
    // the models of the upstream may be read a moment later
    Wait.until(
        () -> gateway.services().pools().explain(model).orElseThrow().order().size() > 0,
        Duration.ofSeconds(30));
    return gateway.services().pools().explain(model).orElseThrow().order().getFirst().label();
  }

  private GatewaySettings update(UnaryOperator<GatewaySettings> change) {
    return gateway.services().settings().update(change);
  }

  private int chat(String model) {
    return rig.chat(gateway, model, gateway.token()).status();
  }
}
