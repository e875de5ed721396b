// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeGatewayServices;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.gateway.config.CacheSettings;
import dev.wheelhouse.engine.gateway.config.GatewaySettings;
import dev.wheelhouse.engine.gateway.config.ModelLimit;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.gateway.state.CacheNow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitsViewModelTest {
  private static final Duration WHILE = Duration.ofSeconds(3);

  private final DirectUiThread ui = new DirectUiThread();
  private final FakeGatewayServices services = new FakeGatewayServices();
  private final LimitsViewModel model =
      new LimitsViewModel(services.settings, services.cache, TestTasks.direct(ui));
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void setsUpTheCacheWithoutSwitchingIt() {
    model.setCache(" 128 ", "30", "llama*,  qwen* ", done::incrementAndGet);

    assertThat(cache())
        .isEqualTo(new CacheSettings(false, 128, 30, List.of("llama*", "qwen*"), false));
    model.switchCache(true);
    assertThat(cache())
        .isEqualTo(new CacheSettings(true, 128, 30, List.of("llama*", "qwen*"), false));
    assertThat(model.settingsProperty().get()).isEqualTo(services.settings.get());
    assertThat(done).hasValue(1);
  }

  @Test
  void refusesACacheThatCannotBe() {
    model.setCache("many", "30", "", done::incrementAndGet);
    assertThat(said()).contains("many");
    model.setCache("0", "30", "", done::incrementAndGet);
    assertThat(said()).contains("1 to 16384");
    model.setCache("64", "", "", done::incrementAndGet);
    assertThat(said()).contains("1 to 16384");

    assertThat(done).hasValue(0);
    assertThat(services.settings.get()).isEqualTo(GatewaySettings.STANDARD);
  }

  @Test
  void clearingTheCacheTellsHowManyAnswersAreForgotten() {
    services.cache.become(new CacheNow(3, 1, 7, 900, 64_000_000, 40));
    model.follow(true);
    List<Long> told = new ArrayList<>();

    model.clearCache(told::add);

    assertThat(told).containsExactly(7L);
    assertThat(model.nowProperty().get().entries()).isZero();
  }

  @Test
  void aLimitTakesThePlaceOfTheOneOfTheSameModels() {
    model.limit("gpt-*", "60", "", "", done::incrementAndGet);
    model.limit("llama*", "", "9000", "2", done::incrementAndGet);
    model.limit(" gpt-* ", "30", "", "", done::incrementAndGet);

    ModelLimit llama = new ModelLimit("llama*", new KeyBounds(0, 9000, 2, 0, 0));
    assertThat(services.settings.get().limits())
        .containsExactly(llama, new ModelLimit("gpt-*", new KeyBounds(30, 0, 0, 0, 0)));
    assertThat(done).hasValue(3);

    model.unlimit(llama);
    assertThat(services.settings.get().limits())
        .extracting(ModelLimit::models)
        .containsExactly("gpt-*");
  }

  @Test
  void theBudgetsOfALimitStayWhenItIsSetAnew() {
    services.settings.update(
        old -> old.withLimits(List.of(new ModelLimit("gpt-*", new KeyBounds(60, 0, 0, 2.5, 40)))));

    model.limit("gpt-*", "30", "", "2", done::incrementAndGet);

    assertThat(services.settings.get().limits())
        .containsExactly(new ModelLimit("gpt-*", new KeyBounds(30, 0, 2, 2.5, 40)));
    assertThat(new RuleCards.LimitWords().what(services.settings.get().limits().getFirst()))
        .isEqualTo("30 requests a minute, 2 at once, $2.50 a day, $40.00 a month");
  }

  @Test
  void refusesALimitThatBoundsNothingOrIsNoNumber() {
    model.limit("gpt-*", "", "", "", done::incrementAndGet);
    assertThat(said()).contains("bounds nothing");
    model.limit("gpt-*", "ten", "", "", done::incrementAndGet);
    assertThat(said()).contains("ten");
    model.limit(" ", "1", "", "", done::incrementAndGet);
    assertThat(said()).contains("names models");

    assertThat(done).hasValue(0);
    assertThat(services.settings.get().limits()).isEmpty();
  }

  @Test
  void aPriceTakesThePlaceOfTheOneOfTheSameModels() {
    model.price("gpt-5*", "$1.25", "10", done::incrementAndGet);
    model.price("gpt-5*", "0.25", "2.00", done::incrementAndGet);

    ModelPrice price = new ModelPrice("gpt-5*", 0.25, 2);
    assertThat(services.settings.get().prices()).containsExactly(price);
    model.unprice(price);
    assertThat(services.settings.get().prices()).isEmpty();
  }

  @Test
  void refusesAPriceThatIsNone() {
    model.price("gpt-5*", "-1", "2", done::incrementAndGet);
    assertThat(said()).contains("-1");
    model.price("gpt-5*", "1", "", done::incrementAndGet);
    assertThat(said()).contains("price of writing");

    assertThat(done).hasValue(0);
    assertThat(services.settings.get().prices()).isEmpty();
  }

  @Test
  void tellsOfAChangeOfTheCacheOnceAndAsksNothingWhenItIsNotOnShow() {
    model.follow(true);
    List<Object> seen = new ArrayList<>();
    model.nowProperty().addListener((property, before, now) -> seen.add(now));
    ui.advance(WHILE);
    assertThat(seen).isEmpty();

    services.cache.become(new CacheNow(3, 1, 7, 900, 64_000_000, 40));
    ui.advance(WHILE);
    ui.advance(WHILE);
    assertThat(seen).hasSize(1);

    model.follow(false);
    assertThat(ui.timers()).isZero();
  }

  private CacheSettings cache() {
    return services.settings.get().cache();
  }

  private String said() {
    return model.problemProperty().get().evidence().getFirst();
  }
}
