// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.gateway.config.GatewaySettings;
import dev.wheelhouse.engine.gateway.config.ModelLimit;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import dev.wheelhouse.engine.gateway.config.PoolSettings;
import dev.wheelhouse.engine.gateway.config.PoolTarget;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.gateway.pool.TargetNow;
import dev.wheelhouse.testing.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools, limits and cache of the settings are those of the gateway that runs. */
class GatewaySettingsTest {
  private static final String MODEL = "llama3.2:1b";

  @TempDir Path place;
  private GatewayRig rig;
  private EmbeddedGateway gateway;

  @BeforeEach
  void start() {
    rig = new GatewayRig(place);
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
                            List.of(new PoolTarget("ollama", MODEL, 2.5)),
                            true,
                            true)))
                .withLimits(List.of(new ModelLimit("llama*", new KeyBounds(5, 0, 2, 1.5, 0))))
                .withPrices(List.of(new ModelPrice("gpt-*", 0.25, 2)))
                .withCache(old.cache().sized(8, 5)));

    assertThat(rig.open().services().settings().get()).isEqualTo(wanted);
  }

  private GatewaySettings update(UnaryOperator<GatewaySettings> change) {
    return gateway.services().settings().update(change);
  }

  private int chat(String model) {
    return rig.chat(gateway, model, gateway.token()).status();
  }
}
