// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.gateway.part.Range;
import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeGatewayServices;
import dev.wheelhouse.desktop.testing.GatewaySamples;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.TestTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.InvalidationListener;
import org.junit.jupiter.api.Test;

class AnalyticsViewModelTest {
  private final DirectUiThread ui = new DirectUiThread();
  private final FakeGatewayServices services = new FakeGatewayServices();
  private final AnalyticsViewModel model =
      new AnalyticsViewModel(services.services(), TestTasks.direct(ui), TestTasks.clock());

  @Test
  void showsWhatModelsLedToAndTellsOnlyOfChanges() {
    model.follow(true);
    assertThat(model.loadedProperty().get()).isTrue();
    assertThat(model.most()).isZero();
    List<Object> changes = new ArrayList<>();
    model.outcomes().addListener((InvalidationListener) changes::add);

    services.requests.outcomes(GatewaySamples.outcomes());
    ui.advance(Duration.ofSeconds(5));
    ui.advance(Duration.ofSeconds(5));

    assertThat(model.outcomes()).isEqualTo(GatewaySamples.outcomes());
    assertThat(model.most()).isEqualTo(214);
    assertThat(changes).hasSize(1);
    model.follow(false);
    assertThat(ui.timers()).isZero();
  }

  @Test
  void looksAsFarBackAsWasChosen() {
    model.follow(true);
    model.choose(Range.WEEK);

    assertThat(services.requests.asked)
        .containsExactly(
            Samples.NOW.minus(Duration.ofDays(1)), Samples.NOW.minus(Duration.ofDays(7)));
  }

  @Test
  void withoutALogItSaysSoAndTurnsItOn() {
    assertThat(model.loggedProperty().get()).isTrue();
    services.settings.update(old -> old.withLog(old.log().withOn(false)));
    assertThat(model.loggedProperty().get()).isFalse();

    model.log();

    assertThat(services.settings.get().log().on()).isTrue();
    assertThat(model.loggedProperty().get()).isTrue();
  }
}
