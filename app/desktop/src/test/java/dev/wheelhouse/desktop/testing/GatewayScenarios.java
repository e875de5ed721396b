// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.gateway.config.ModelLimit;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.gateway.state.CacheNow;
import dev.wheelhouse.engine.gateway.state.GatewayNow;
import dev.wheelhouse.engine.problem.ChatProblem.GatewayPortTaken;
import dev.wheelhouse.engine.settings.Settings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import org.testfx.util.WaitForAsyncUtils;

/** The states of the gateway's sections. */
final class GatewayScenarios {
  private GatewayScenarios() {}

  static List<Scenario> all() {
    return Stream.of(seen(), setUp()).flatMap(List::stream).toList();
  }

  private static List<Scenario> seen() {
    return List.of(
        of("gateway-overview", "overview", GatewayScenarios::busy),
        of("gateway-quiet", "overview", window -> {}),
        of(
            "gateway-no-model",
            "overview",
            window -> window.gatewayServices.become(new GatewayNow(Samples.NOW, 0, List.of()))),
        of(
            "gateway-failed",
            "overview",
            window ->
                window.gateway.become(
                    new LocalGateway.State.Failed(new GatewayPortTaken(11435, "python (4711)")))),
        of("gateway-requests", "requests", GatewayScenarios::busy)
            .then((window, scene) -> {
              select(scene, "requests");
              later(() -> ((TableView<?>) scene.lookup("#requests")).getSelectionModel().select(2));
            }),
        of("gateway-requests-all", "requests", GatewayScenarios::busy),
        of("gateway-requests-empty", "requests", window -> {}),
        of("gateway-analytics", "analytics", GatewayScenarios::busy),
        of("gateway-analytics-empty", "analytics", window -> {}),
        of(
            "gateway-analytics-off",
            "analytics",
            window ->
                window.gatewayServices.settings.update(
                    old -> old.withLog(old.log().withOn(false)))));
  }

  private static List<Scenario> setUp() {
    return List.of(
        of("gateway-keys", "keys", GatewayScenarios::busy),
        of("gateway-keys-new", "keys", GatewayScenarios::busy)
            .then((window, scene) -> {
              select(scene, "keys");
              later(() -> ((Button) scene.lookup("#new-key")).fire());
            }),
        of("gateway-keys-made", "keys", GatewayScenarios::busy)
            .then((window, scene) -> {
              select(scene, "keys");
              later(() -> {
                ((Button) scene.lookup("#new-key")).fire();
                ((TextField) scene.lookup("#key-name")).setText("notebook");
                ((Button) scene.lookup("#make-key")).fire();
              });
            }),
        of("gateway-keys-empty", "keys", window -> {}),
        of("gateway-providers", "providers", GatewayScenarios::busy),
        of("gateway-pools", "pools", GatewayScenarios::busy)
            .then((window, scene) -> {
              select(scene, "pools");
              later(() -> ((TextField) scene.lookup("#explain-model")).setText("everyday"));
            }),
        of("gateway-pools-empty", "pools", window -> {}),
        of("gateway-limits", "limits", GatewayScenarios::busy),
        of("gateway-limits-empty", "limits", window -> {}),
        of("gateway-connect", "connect", GatewayScenarios::busy),
        of("gateway-connect-web", "connect", GatewayScenarios::busy)
            .then((window, scene) -> {
              select(scene, "connect");
              later(() ->
                  ((ListView<?>) scene.lookup("#connect-apps")).getSelectionModel().selectLast());
            }));
  }

  private static Scenario of(String name, String section, Consumer<TestWindow> prepare) {
    return Scenario.of(
            name,
            ScreenName.GATEWAY,
            window -> {
              window.stacks.show(Samples.running());
              prepare.accept(window);
            })
        .then((window, scene) -> select(scene, section));
  }

  private static void select(Scene scene, String section) {
    ((ToggleButton) scene.lookup("#section-" + section)).setSelected(true);
  }

  private static void busy(TestWindow window) {
    window.gatewayServices.become(GatewaySamples.busy());
    window.gatewayServices.requests.course(GatewaySamples.course());
    GatewaySamples.requests(140).forEach(window.gatewayServices.requests::add);
    window.gatewayServices.requests.outcomes(GatewaySamples.outcomes());
    GatewaySamples.keys().forEach(window.gatewayServices.keys::add);
    window.gatewayServices.pools.become(GatewaySamples.poolsNow());
    window.gatewayServices.cache.become(
        new CacheNow(212, 370, 188, 4_200_000, 64_000_000, 118_000));
    window.gatewayServices.settings.update(old ->
        old.withPools(GatewaySamples.pools())
            .withCache(old.cache().withOn(true).withModels(List.of("llama*")))
            .withLimits(List.of(new ModelLimit("gpt-*", new KeyBounds(60, 200_000, 4, 0, 0))))
            .withOrigins(List.of("https://chat.example.com"))
            .withPrices(List.of(new ModelPrice("gpt-5-mini*", 0.25, 2))));
    window.settings.update(old ->
        old.withProviders(
            List.of(
                new Settings.Provider("openrouter", "https://openrouter.ai/api/v1"),
                new Settings.Provider("anthropic", "https://api.anthropic.com"))));
  }

  /** What the section loads comes a moment after it was asked for. */
  private static void later(Runnable action) {
    Thread.ofVirtual()
        .start(() -> {
          WaitForAsyncUtils.sleep(150, TimeUnit.MILLISECONDS);
          var _ = WaitForAsyncUtils.asyncFx(action);
        });
  }
}
