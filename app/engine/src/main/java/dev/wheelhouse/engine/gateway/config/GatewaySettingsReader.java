// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import dev.wheelhouse.engine.gateway.key.KeyBounds;
import java.util.HashSet;
import java.util.Set;

/** Reads the tree of the settings file; faults are {@code IllegalArgumentException}s. */
final class GatewaySettingsReader {
  private static final Set<String> BOUNDS =
      Set.of(
          "requestsPerMinute", "tokensPerMinute", "concurrent", "budgetPerDay", "budgetPerMonth");
  private static final Set<String> POOL =
      Set.of("name", "policy", "targets", "sticky", "local", "spillAt", "maxPrice", "larger");
  private static final Set<String> SIMILAR =
      Set.of("on", "model", "chroma", "tokenFile", "threshold", "entries");
  private static final Set<String> TARGET =
      Set.of("upstream", "model", "weight", "price", "context");

  private final boolean newer;

  /**
   * @param newer whether a later version wrote the file, which may have fields that this one cannot
   *     know
   */
  GatewaySettingsReader(boolean newer) {
    this.newer = newer;
  }

  GatewaySettings read(SettingsPlace top) {
    return new GatewaySettings(
        top.object("log", GatewaySettingsReader::log),
        top.object("cache", this::cache),
        top.objects("pools", this::pool),
        top.objects("limits", this::limit),
        top.objects("prices", this::price),
        top.texts("origins"));
  }

  private static RequestLogSettings log(SettingsPlace place) {
    RequestLogSettings standard = RequestLogSettings.STANDARD;
    return new RequestLogSettings(
        place.flag("on", standard.on()),
        place.flag("contents", standard.contents()),
        place.whole("days", standard.days()),
        place.whole("megabytes", standard.megabytes()));
  }

  private CacheSettings cache(SettingsPlace place) {
    CacheSettings standard = CacheSettings.STANDARD;
    return new CacheSettings(
        place.flag("on", standard.on()),
        place.whole("megabytes", standard.megabytes()),
        place.whole("minutes", standard.minutes()),
        place.texts("models"),
        place.flag("always", standard.always()),
        place.object("similar", this::similar));
  }

  private SimilarSettings similar(SettingsPlace place) {
    requireOnly(place, SIMILAR);
    SimilarSettings standard = SimilarSettings.STANDARD;
    String chroma = place.text("chroma");
    return new SimilarSettings(
        place.flag("on", standard.on()),
        place.text("model"),
        chroma.isEmpty() ? standard.chroma() : chroma,
        place.text("tokenFile"),
        place.number("threshold", standard.threshold()),
        place.whole("entries", standard.entries()));
  }

  private PoolSettings pool(SettingsPlace place) {
    requireOnly(place, POOL);
    String policy = place.text("policy");
    return new PoolSettings(
        place.text("name"),
        PoolPolicy.named(policy)
            .orElseThrow(() -> new IllegalArgumentException("there is no policy " + policy)),
        place.objects("targets", this::target),
        place.flag("sticky", false),
        place.flag("local", false),
        new PoolRules(
            place.whole("spillAt", PoolRules.STANDARD.spillAt()),
            place.amount("maxPrice"),
            place.text("larger")));
  }

  private PoolTarget target(SettingsPlace place) {
    requireOnly(place, TARGET);
    PoolTarget target =
        new PoolTarget(place.text("upstream"), place.text("model"), place.number("weight", 1))
            .holding(place.whole("context", 0));
    TokenPrice price =
        place.object("price", own -> new TokenPrice(own.amount("input"), own.amount("output")));
    return place.has("price") ? target.costing(price) : target;
  }

  private ModelPrice price(SettingsPlace place) {
    requireOnly(place, Set.of("models", "input", "output"));
    return new ModelPrice(place.text("models"), place.amount("input"), place.amount("output"));
  }

  private ModelLimit limit(SettingsPlace place) {
    Set<String> known = new HashSet<>(BOUNDS);
    known.add("models");
    requireOnly(place, known);
    if (BOUNDS.stream().noneMatch(place::has)) {
      throw new IllegalArgumentException("it limits nothing");
    }
    return new ModelLimit(
        place.text("models"),
        new KeyBounds(
            place.count("requestsPerMinute"),
            place.count("tokensPerMinute"),
            place.count("concurrent"),
            place.amount("budgetPerDay"),
            place.amount("budgetPerMonth")));
  }

  private void requireOnly(SettingsPlace place, Set<String> known) {
    if (!newer) {
      place.requireOnly(known);
    }
  }
}
