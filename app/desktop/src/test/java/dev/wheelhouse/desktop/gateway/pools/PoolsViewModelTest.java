// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeGatewayServices;
import dev.wheelhouse.desktop.testing.GatewaySamples;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import dev.wheelhouse.engine.gateway.config.PoolRules;
import dev.wheelhouse.engine.gateway.config.PoolSettings;
import dev.wheelhouse.engine.gateway.config.PoolTarget;
import dev.wheelhouse.engine.gateway.config.TokenPrice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PoolsViewModelTest {
  private static final Duration WHILE = Duration.ofSeconds(2);

  private final DirectUiThread ui = new DirectUiThread();
  private final FakeGatewayServices services = new FakeGatewayServices();
  private final PoolsViewModel model =
      new PoolsViewModel(services.services(), TestTasks.direct(ui));
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void offersEveryModelOfEveryProviderAsATarget() {
    services.become(GatewaySamples.busy());

    model.follow(true);

    assertThat(model.targets())
        .containsExactly(
            "local-ai/llama3.2:3b",
            "local-ai/qwen3:4b",
            "openrouter/gpt-5-mini",
            "openrouter/glm-4.6");
  }

  @Test
  void makesAPoolOfWhatWasChosenInThatOrder() {
    model.create(
        " everyday ",
        PoolPolicy.SPILLOVER,
        List.of("openrouter/meta/llama-4", "local-ai/qwen3:4b"),
        done::incrementAndGet);

    assertThat(done).hasValue(1);
    assertThat(model.problemProperty().get()).isNull();
    PoolSettings made = services.settings.get().pools().getFirst();
    assertThat(made.name()).isEqualTo("everyday");
    assertThat(made.policy()).isEqualTo(PoolPolicy.SPILLOVER);
    assertThat(made.targets())
        .as("a model's name may hold a slash, a provider's may not")
        .extracting(PoolTarget::upstream)
        .containsExactly("openrouter", "local-ai");
    assertThat(made.targets().getFirst().model()).isEqualTo("meta/llama-4");
    assertThat(model.pools()).containsExactly(made);
  }

  @Test
  void refusesAPoolThatCannotBeAskedForOrCannotAnswer() {
    use(GatewaySamples.pools());

    model.create(" ", PoolPolicy.PRIORITY, List.of("a/b"), done::incrementAndGet);
    assertThat(said()).contains("no name");
    model.create("new", PoolPolicy.PRIORITY, List.of(), done::incrementAndGet);
    assertThat(said()).contains("no target");
    model.create("everyday ", PoolPolicy.PRIORITY, List.of("a/b"), done::incrementAndGet);
    assertThat(said()).contains("there is a pool of this name");

    assertThat(done).hasValue(0);
    assertThat(services.settings.get().pools()).isEqualTo(GatewaySamples.pools());
  }

  @Test
  void changesOnePoolAndLeavesTheOthersAlone() {
    use(GatewaySamples.pools());
    PoolSettings everyday = model.pools().getFirst();

    model.change(everyday.withPolicy(PoolPolicy.LOWEST_COST));

    assertThat(model.pools())
        .containsExactly(
            everyday.withPolicy(PoolPolicy.LOWEST_COST), GatewaySamples.pools().getLast());
  }

  @Test
  void saysWhatATargetCostsAndHolds() {
    use(GatewaySamples.pools());
    services.settings.update(old -> old.withPrices(List.of(new ModelPrice("gpt-5*", 0.25, 2))));
    PoolTarget target = everyday().targets().get(1);
    assertThat(model.price(target)).contains(new TokenPrice(0.25, 2));

    model.describe(target, facts("$1.50", "9", " 128000 "), everyday(), done::incrementAndGet);

    PoolTarget described = everyday().targets().get(1);
    assertThat(described.context()).isEqualTo(128_000);
    assertThat(model.price(described)).contains(new TokenPrice(1.5, 9));
    assertThat(everyday().targets().getFirst().price()).as("only this one").isNull();

    model.describe(described, facts("", " ", ""), everyday(), done::incrementAndGet);
    assertThat(everyday().targets().get(1)).isEqualTo(target.holding(0));
    assertThat(done).hasValue(2);
  }

  @Test
  void tellsWhenOnlyPricesChange() {
    use(GatewaySamples.pools());
    List<Object> seen = new ArrayList<>();
    model.pricesProperty().addListener((property, before, now) -> seen.add(now));

    services.settings.update(old -> old.withPrices(List.of(new ModelPrice("gpt-5*", 0.25, 2))));
    services.settings.update(old -> old.withOrigins(List.of("https://a.example")));

    assertThat(seen).containsExactly(List.of(new ModelPrice("gpt-5*", 0.25, 2)));
  }

  @Test
  void refusesPricesAndLengthsThatAreNone() {
    use(GatewaySamples.pools());
    PoolTarget target = everyday().targets().getFirst();

    model.describe(target, facts("1", "", ""), everyday(), done::incrementAndGet);
    assertThat(said()).contains("price of writing");
    model.describe(target, facts("", "", "long"), everyday(), done::incrementAndGet);
    assertThat(said()).contains("long");
    model.describe(target, facts("", "", "99999999999"), everyday(), done::incrementAndGet);
    model.rule(everyday(), "0", "", "", done::incrementAndGet);
    assertThat(said()).contains("1 to 10000");
    model.rule(everyday(), "4", "cheap", "", done::incrementAndGet);
    assertThat(said()).contains("cheap");

    assertThat(done).hasValue(0);
    assertThat(model.pools()).isEqualTo(GatewaySamples.pools());
  }

  @Test
  void setsWhatElseHolds() {
    use(GatewaySamples.pools());

    model.rule(everyday(), "2", "12.5", "openrouter/glm-4.6", done::incrementAndGet);

    assertThat(done).hasValue(1);
    assertThat(everyday().rules()).isEqualTo(new PoolRules(2, 12.5, "openrouter/glm-4.6"));
    assertThat(everyday().withRules(PoolRules.STANDARD))
        .isEqualTo(GatewaySamples.pools().getFirst());
    assertThat(Policies.words(everyday().withPolicy(PoolPolicy.SPILLOVER)))
        .contains("until it has 2 answers", "none above $12.5", "go to openrouter/glm-4.6");
  }

  @Test
  void weighsOneTargetAndForgetsAllWeightsOnReset() {
    use(GatewaySamples.pools());
    PoolSettings everyday = model.pools().getFirst();

    model.weigh(everyday, everyday.targets().get(1), 5);
    assertThat(weights()).containsExactly(2.0, 5.0, 1.0);
    model.weigh(model.pools().getFirst(), everyday.targets().get(2), 0);
    assertThat(weights()).as("nothing weighs nothing").containsExactly(2.0, 5.0, 1.0);

    model.reset(model.pools().getFirst());

    assertThat(weights()).containsExactly(1.0, 1.0, 1.0);
    assertThat(services.pools.resets).hasValue(1);
  }

  @Test
  void aRemovedPoolCanBeBroughtBack() {
    use(GatewaySamples.pools());
    PoolSettings everyday = model.pools().getFirst();

    model.remove(everyday, done::incrementAndGet);
    assertThat(done).hasValue(1);
    assertThat(model.pools()).extracting(PoolSettings::name).containsExactly("private");

    model.restore(everyday);
    assertThat(model.pools()).contains(everyday);
  }

  @Test
  void followsTheSharesAndTellsOnlyOfChanges() {
    List<Object> seen = new ArrayList<>();
    model.nowProperty().addListener((property, before, now) -> seen.add(now));
    model.follow(true);
    ui.advance(WHILE);
    assertThat(seen).isEmpty();

    services.pools.become(GatewaySamples.poolsNow());
    ui.advance(WHILE);
    ui.advance(WHILE);

    assertThat(seen).containsExactly(GatewaySamples.poolsNow());
    model.follow(false);
    assertThat(ui.timers()).isZero();
  }

  @Test
  void explainsTheModelThatStandsThereNow() {
    services.pools.become(GatewaySamples.poolsNow());
    model.explain(" everyday ");
    assertThat(model.answerProperty().get().order()).hasSize(2);

    model.explain("unknown");
    assertThat(model.answerProperty().get()).isNull();

    model.explain("everyday");
    model.explain("  ");
    assertThat(model.answerProperty().get()).isNull();
    assertThat(services.pools.explained).containsExactly("everyday", "unknown", "everyday");
  }

  private PoolSettings everyday() {
    return model.pools().getFirst();
  }

  private static PoolsViewModel.Facts facts(String input, String output, String context) {
    return new PoolsViewModel.Facts(input, output, context);
  }

  private void use(List<PoolSettings> pools) {
    services.settings.update(old -> old.withPools(pools));
  }

  private List<Double> weights() {
    return model.pools().getFirst().targets().stream().map(PoolTarget::weight).toList();
  }

  private String said() {
    return model.problemProperty().get().evidence().getFirst();
  }
}
