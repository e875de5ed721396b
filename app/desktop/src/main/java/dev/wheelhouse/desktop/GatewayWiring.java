// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import dev.wheelhouse.desktop.frame.FileQuestion;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.gateway.GatewayView;
import dev.wheelhouse.desktop.gateway.GatewayViewModel;
import dev.wheelhouse.desktop.gateway.Section;
import dev.wheelhouse.desktop.gateway.analytics.AnalyticsSection;
import dev.wheelhouse.desktop.gateway.analytics.AnalyticsViewModel;
import dev.wheelhouse.desktop.gateway.connect.ConnectSection;
import dev.wheelhouse.desktop.gateway.connect.ConnectViewModel;
import dev.wheelhouse.desktop.gateway.connect.OriginsViewModel;
import dev.wheelhouse.desktop.gateway.keys.KeysSection;
import dev.wheelhouse.desktop.gateway.keys.KeysViewModel;
import dev.wheelhouse.desktop.gateway.limits.LimitsSection;
import dev.wheelhouse.desktop.gateway.limits.LimitsViewModel;
import dev.wheelhouse.desktop.gateway.overview.OverviewSection;
import dev.wheelhouse.desktop.gateway.overview.OverviewViewModel;
import dev.wheelhouse.desktop.gateway.pools.PoolsSection;
import dev.wheelhouse.desktop.gateway.pools.PoolsViewModel;
import dev.wheelhouse.desktop.gateway.providers.ProvidersSection;
import dev.wheelhouse.desktop.gateway.providers.ProvidersViewModel;
import dev.wheelhouse.desktop.gateway.requests.RequestsSection;
import dev.wheelhouse.desktop.gateway.requests.RequestsViewModel;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.Node;

/** Makes the screen Gateway and its sections. */
final class GatewayWiring {
  private final Services services;
  private final UiTasks tasks;
  private final Frame frame;
  private final Clock clock;
  private final Supplier<Node> window;

  /**
   * @param window what a file dialog belongs to
   */
  GatewayWiring(Services services, UiTasks tasks, Frame frame, Clock clock, Supplier<Node> window) {
    this.services = services;
    this.tasks = tasks;
    this.frame = frame;
    this.clock = clock;
    this.window = window;
  }

  GatewayView view() {
    Map<Section, Supplier<Screen>> sections = new EnumMap<>(Section.class);
    sections.put(Section.OVERVIEW, this::overview);
    sections.put(Section.PROVIDERS, this::providers);
    sections.put(Section.POOLS, this::pools);
    sections.put(Section.REQUESTS, this::requests);
    sections.put(Section.ANALYTICS, this::analytics);
    sections.put(Section.KEYS, this::keys);
    sections.put(Section.LIMITS, this::limits);
    sections.put(Section.CONNECT, this::connect);
    return new GatewayView(new GatewayViewModel(services.gateway(), tasks), frame, sections);
  }

  private Screen overview() {
    return new OverviewSection(
        new OverviewViewModel(services.gateway(), services.gatewayServices(), tasks, clock),
        frame,
        clock);
  }

  private Screen providers() {
    return new ProvidersSection(
        new ProvidersViewModel(
            services.providers(),
            services.settings(),
            services.secrets(),
            services.gatewayServices().figures(),
            tasks));
  }

  private Screen pools() {
    return new PoolsSection(new PoolsViewModel(services.gatewayServices(), tasks), frame);
  }

  private Screen limits() {
    return new LimitsSection(
        new LimitsViewModel(
            services.gatewayServices().settings(), services.gatewayServices().cache(), tasks),
        frame);
  }

  private Screen requests() {
    RequestsViewModel model =
        new RequestsViewModel(
            services.gatewayServices().requests(), services.gatewayServices().settings(), tasks);
    return new RequestsSection(
        model,
        frame,
        clock,
        () -> FileQuestion.save(window.get(), "Export the requests", "requests.jsonl"));
  }

  private Screen analytics() {
    return new AnalyticsSection(
        new AnalyticsViewModel(services.gatewayServices(), tasks, clock), frame);
  }

  private Screen keys() {
    return new KeysSection(
        new KeysViewModel(services.gatewayServices().keys(), tasks, clock), frame, clock);
  }

  private Screen connect() {
    return new ConnectSection(
        new ConnectViewModel(services.gateway(), services.chats(), tasks),
        new OriginsViewModel(services.gatewayServices().settings(), tasks),
        frame);
  }
}
