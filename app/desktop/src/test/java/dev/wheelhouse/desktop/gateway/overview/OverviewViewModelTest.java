// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeGateway;
import dev.wheelhouse.desktop.testing.FakeGatewayServices;
import dev.wheelhouse.desktop.testing.GatewaySamples;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.request.RequestSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverviewViewModelTest {
  private final DirectUiThread ui = new DirectUiThread();
  private final FakeGatewayServices services = new FakeGatewayServices();
  private final OverviewViewModel model =
      new OverviewViewModel(
          new FakeGateway(), services.services(), TestTasks.direct(ui), TestTasks.clock());

  @Test
  void tellsOfAChangeOnceAndOfNoneNever() {
    model.shown();
    List<Object> seen = new ArrayList<>();
    model.nowProperty().addListener((property, before, now) -> seen.add(now));
    model.courseProperty().addListener((property, before, now) -> seen.add(now));

    ui.advance(Duration.ofSeconds(3));
    assertThat(seen).isEmpty();

    services.become(GatewaySamples.busy());
    services.requests.course(GatewaySamples.course());
    ui.advance(Duration.ofSeconds(3));
    ui.advance(Duration.ofSeconds(3));
    assertThat(seen).hasSize(2);

    model.hidden();
    assertThat(ui.timers()).isZero();
  }

  @Test
  void addsUpWhatTheChartsShow() {
    RequestSpan busy =
        new RequestSpan(Samples.NOW, 40, 2, 1200, Duration.ofMillis(400), 50.0, 0.004, 20, 5);
    List<Figure> figures = Figure.of(List.of(RequestSpan.none(Samples.NOW), busy));

    assertThat(figures)
        .extracting(Figure::words)
        .containsExactly("40", "0.4 s", "50", "5 %", "$0.0040", "25 %");
    assertThat(figures.get(3).tone()).isEqualTo(Tone.DANGER);
    assertThat(figures.get(0).values()).containsExactly(0.0, 40.0);
  }

  @Test
  void saysNothingOfWhatWasNotMeasured() {
    assertThat(Figure.of(List.of(RequestSpan.none(Samples.NOW))))
        .extracting(Figure::words)
        .containsExactly("0", "–", "–", "–", "–", "–");
  }
}
