// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.GatewayException;
import dev.wheelhouse.gateway.admission.LimitRules;
import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.cache.SimilarRules;
import dev.wheelhouse.gateway.chroma.ChromaConfig;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.Retention;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts settings in use in a running gateway. */
public final class LiveSettings {
  private static final int CONTENT_BYTES = 64 << 10;
  private static final long MEGABYTE = 1_000_000;
  private static final double MILLIONTHS = 1e6;

  private final Path log;

  /**
   * @param log where the log of requests lies
   */
  public LiveSettings(Path log) {
    this.log = log;
  }

  /**
   * Puts all of them in use.
   *
   * @throws ProblemException when one of them cannot be used
   */
  public void use(Gateway gateway, GatewaySettings settings) {
    useRules(gateway, settings);
    useLog(gateway, settings);
  }

  /**
   * Puts in use what says how requests are treated.
   *
   * @throws ProblemException when one of them cannot be used
   */
  public void useRules(Gateway gateway, GatewaySettings settings) {
    try {
      SimilarRules similar = similar(settings.cache().similar());
      gateway.cache(cache(settings.cache()));
      gateway.similar(similar);
      gateway.limits(limits(settings));
      gateway.routes(routes(settings));
      gateway.origins(Set.copyOf(settings.origins()));
    } catch (IllegalArgumentException | GatewayException e) {
      throw new ProblemException(
          new BadInput(
              "The gateway's setting", String.valueOf(e.getMessage()), "Correct it and try again."),
          e);
    }
  }

  /**
   * Puts the log in use.
   *
   * @throws ProblemException when its file cannot be used
   */
  public void useLog(Gateway gateway, GatewaySettings settings) {
    try {
      PrivateFiles.folder(log.toAbsolutePath().resolveSibling(".").normalize());
      gateway.log(log(settings.log()));
    } catch (LogFailure e) {
      throw new ProblemException(
          new FileTrouble(log.toString(), String.valueOf(e.getMessage())), e);
    }
  }

  private static CacheRules cache(CacheSettings settings) {
    CacheRules rules = CacheRules.of(settings.on() ? settings.megabytes() * MEGABYTE : 0);
    return new CacheRules(
        rules.maxBytes(),
        rules.maxEntryBytes(),
        Duration.ofMinutes(settings.minutes()),
        settings.models(),
        settings.always());
  }

  private static SimilarRules similar(SimilarSettings settings) {
    if (!settings.on()) {
      return SimilarRules.OFF;
    }
    Secret token =
        settings.tokenFile().isEmpty() ? Secret.none() : token(Path.of(settings.tokenFile()));
    return SimilarRules.of(ChromaConfig.of(URI.create(settings.chroma()), token), settings.model())
        .from(settings.threshold())
        .keeping(settings.entries());
  }

  /** Neither its content nor what is wrong with that may be shown. */
  private static Secret token(Path file) {
    try {
      return Secret.of(Files.readString(file));
    } catch (IOException e) {
      throw new ProblemException(new FileTrouble(file.toString(), e.toString()), e);
    }
  }

  private static LimitRules limits(GatewaySettings settings) {
    Map<String, KeyLimits> models = new LinkedHashMap<>();
    settings.limits().forEach(limit -> models.put(limit.models(), limits(limit.bounds())));
    Map<String, LimitRules.Price> prices = new LinkedHashMap<>();
    settings
        .prices()
        .forEach(price ->
            prices.putIfAbsent(
                price.models(), new LimitRules.Price(price.input(), price.output())));
    return new LimitRules(models, prices);
  }

  private static KeyLimits limits(KeyBounds bounds) {
    return new KeyLimits(
        bounds.requestsPerMinute(),
        bounds.tokensPerMinute(),
        bounds.concurrent(),
        Math.round(bounds.budgetPerDay() * MILLIONTHS),
        Math.round(bounds.budgetPerMonth() * MILLIONTHS));
  }

  private static RouteConfig routes(GatewaySettings settings) {
    Map<String, List<String>> larger = new LinkedHashMap<>();
    settings.pools().stream()
        .filter(pool -> !pool.rules().larger().isEmpty())
        .forEach(pool -> larger.put(pool.name(), List.of(pool.rules().larger())));
    Pool[] pools = settings.pools().stream().map(pool -> pool(pool, settings)).toArray(Pool[]::new);
    return RouteConfig.of(pools).withLargerContext(larger);
  }

  private static Pool pool(PoolSettings pool, GatewaySettings settings) {
    PoolRules rules = pool.rules();
    PoolOptions options =
        new PoolOptions(
            PoolOptions.DEFAULT.retries(),
            pool.sticky(),
            pool.local(),
            rules.maxPrice() == 0 ? PoolOptions.DEFAULT.maxPrice() : rules.maxPrice(),
            rules.spillAt(),
            PoolOptions.DEFAULT.firstToken());
    return new Pool(
        pool.name(),
        pool.targets().stream().map(target -> target(target, settings)).toList(),
        PolicyKind.valueOf(pool.policy().name()),
        options);
  }

  private static Target target(PoolTarget target, GatewaySettings settings) {
    Target bare =
        Target.of(target.upstream(), target.model())
            .weighing(target.weight())
            .holding(target.context());
    return settings
        .price(target)
        .map(price -> bare.costing(price.input(), price.output()))
        .orElse(bare);
  }

  private LogConfig log(RequestLogSettings settings) {
    if (!settings.on()) {
      return LogConfig.OFF;
    }
    return LogConfig.sqlite(log)
        .withRetention(
            new Retention(
                settings.megabytes() * Retention.MEGABYTE, Duration.ofDays(settings.days())))
        .withContent(settings.contents() ? CONTENT_BYTES : 0);
  }
}
