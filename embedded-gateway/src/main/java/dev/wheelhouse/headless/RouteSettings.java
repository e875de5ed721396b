// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.route.pool.BreakerSettings;
import dev.wheelhouse.gateway.route.pool.Location;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.route.pool.ThroughputGuard;
import dev.wheelhouse.headless.SettingsFile.PoolEntry;
import dev.wheelhouse.headless.SettingsFile.TargetEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The pools: of the file, of one variable, and the model that a name without one means. */
final class RouteSettings {
  static final String STRATEGY = "DWA_ROUTING_STRATEGY";
  static final String POOLS = "WHEELHOUSE_GATEWAY_POOLS";
  private static final String MODEL = "OPENAI_MODEL";
  private static final String DEFAULT_POOL = "default";

  private final Variables variables;
  private final Optional<PolicyKind> strategy;

  private RouteSettings(Variables variables) {
    this.variables = variables;
    this.strategy = variables.value(STRATEGY).map(v -> policy(v.name(), v.text()));
  }

  static RouteConfig read(Variables variables, String fileSetting, SettingsFile file) {
    RouteSettings reading = new RouteSettings(variables);
    List<Pool> pools = new ArrayList<>();
    for (PoolEntry entry : file.pools()) {
      pools.add(reading.pool(fileSetting + ", pools[" + pools.size() + "]", entry));
    }
    pools.addAll(reading.ofVariable());
    variables
        .text(MODEL)
        .filter(_ -> pools.stream().noneMatch(pool -> pool.name().equals(DEFAULT_POOL)))
        .ifPresent(model -> pools.add(Pool.alias(DEFAULT_POOL, Target.of("openai", model))));
    try {
      return new RouteConfig(pools, BreakerSettings.DEFAULT, file.largerContext());
    } catch (IllegalArgumentException e) {
      throw problem(fileSetting, e);
    }
  }

  /** Whether the strategy is set, but there is no pool that it could order. */
  static boolean strategyIsIdle(Variables variables, RouteConfig routes) {
    return variables.has(STRATEGY)
        && routes.pools().stream().noneMatch(pool -> pool.targets().size() > 1);
  }

  /** {@code name=upstream/model,upstream/model;other=…}. */
  private List<Pool> ofVariable() {
    String text = variables.text(POOLS).orElse("");
    List<Pool> pools = new ArrayList<>();
    for (String each : text.split(";")) {
      if (each.isBlank()) {
        continue;
      }
      String[] sides = each.split("=", 2);
      if (sides.length < 2) {
        throw new SettingsProblem(
            POOLS, "A pool has no targets.", "Write name=upstream/model,upstream/model.");
      }
      List<Target> targets = Arrays.stream(sides[1].split(",")).map(RouteSettings::target).toList();
      pools.add(make(POOLS, sides[0].strip(), targets, strategy, PoolOptions.DEFAULT));
    }
    return pools;
  }

  private static Target target(String text) {
    String[] parts = text.strip().split("/", 2);
    if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
      throw new SettingsProblem(
          POOLS, "A target names no upstream or no model.", "Write it as upstream/model.");
    }
    return Target.of(parts[0].strip(), parts[1].strip());
  }

  private Pool pool(String place, PoolEntry entry) {
    Optional<PolicyKind> policy =
        entry.policy() == null ? strategy : Optional.of(policy(place, entry.policy()));
    List<TargetEntry> targets = entry.targets() == null ? List.of() : entry.targets();
    String name = UpstreamSettings.required(place, "name", entry.name());
    try {
      PoolOptions options =
          new PoolOptions(
              entry.retries() == null ? 0 : entry.retries(),
              Boolean.TRUE.equals(entry.sticky()),
              Boolean.TRUE.equals(entry.local()),
              entry.maxPrice() == null ? Double.POSITIVE_INFINITY : entry.maxPrice(),
              entry.spillAt() == null ? PoolOptions.DEFAULT.spillAt() : entry.spillAt(),
              PoolOptions.DEFAULT.firstToken(),
              guard(entry));
      return make(
          place, name, targets.stream().map(each -> target(place, each)).toList(), policy, options);
    } catch (IllegalArgumentException e) {
      throw problem(place, e);
    }
  }

  private static ThroughputGuard guard(PoolEntry entry) {
    Double seconds = entry.throughputWindowSeconds();
    Duration window =
        seconds == null
            ? ThroughputGuard.OFF.window()
            : Duration.ofMillis(Math.round(seconds * 1000));
    Double least = entry.minCharsPerSecond();
    return new ThroughputGuard(least == null ? 0 : least, window);
  }

  private static Pool make(
      String place,
      String name,
      List<Target> targets,
      Optional<PolicyKind> policy,
      PoolOptions options) {
    try {
      return new Pool(name, targets, policy.orElse(PolicyKind.PRIORITY), options);
    } catch (IllegalArgumentException e) {
      throw problem(place, e);
    }
  }

  private static Target target(String place, TargetEntry entry) {
    Target target =
        Target.of(
            UpstreamSettings.required(place, "upstream", entry.upstream()),
            UpstreamSettings.required(place, "model", entry.model()));
    if (entry.weight() != null) {
      target = target.weighing(entry.weight());
    }
    if (entry.price() != null) {
      target = target.costing(entry.price().prompt(), entry.price().completion());
    }
    if (entry.contextWindow() != null) {
      target = target.holding(entry.contextWindow());
    }
    return entry.location() == null ? target : target.at(location(place, entry.location()));
  }

  private static Location location(String place, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "local" -> Location.LOCAL;
      case "cloud" -> Location.CLOUD;
      default ->
          throw new SettingsProblem(place, "Its location is not known.", "Use local or cloud.");
    };
  }

  private static PolicyKind policy(String place, String text) {
    return PolicyKind.named(text)
        .orElseThrow(() ->
            new SettingsProblem(
                place,
                "The routing strategy is not known.",
                "Use one of %s."
                    .formatted(
                        String.join(
                            ", ",
                            Arrays.stream(PolicyKind.values()).map(PolicyKind::label).toList()))));
  }

  /** The checks of pools and targets name what is wrong, and there is no secret in either. */
  private static SettingsProblem problem(String place, IllegalArgumentException e) {
    return new SettingsProblem(place, e.getMessage() + ".", "Correct it.");
  }
}
