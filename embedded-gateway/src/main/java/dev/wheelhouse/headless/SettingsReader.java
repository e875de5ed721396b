// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.GatewayConfig;
import dev.wheelhouse.gateway.GatewayException;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.admission.LimitRules;
import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.http.Exposure;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.headless.HeadlessSettings.Rules;
import dev.wheelhouse.headless.SettingsFile.LimitsEntry;
import dev.wheelhouse.headless.SettingsFile.PriceEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns variables, and the file that one of them names, into settings. */
final class SettingsReader {
  static final String CONFIG = "WHEELHOUSE_GATEWAY_CONFIG";
  static final String HOST = "WHEELHOUSE_GATEWAY_HOST";
  static final String PORT = "WHEELHOUSE_GATEWAY_PORT";
  static final String TOKEN = "WHEELHOUSE_GATEWAY_TOKEN";
  static final String ALLOWED_HOSTS = "WHEELHOUSE_GATEWAY_ALLOWED_HOSTS";
  static final String DRAIN = "WHEELHOUSE_GATEWAY_DRAIN_SECONDS";
  static final String CACHE_MEGABYTES = "WHEELHOUSE_GATEWAY_CACHE_MEGABYTES";
  static final String CACHE_MODELS = "WHEELHOUSE_GATEWAY_CACHE_MODELS";
  private static final int DEFAULT_DRAIN = 30;
  private static final int DEFAULT_CACHE = 64;
  private static final int LEAST_TOKEN = 16;
  private static final String EVERY_MODEL = "*";

  private final Variables variables;

  SettingsReader(Variables variables) {
    this.variables = variables;
  }

  HeadlessSettings read() {
    SettingsFile file = file();
    List<UpstreamConfig> upstreams = UpstreamSettings.read(variables, CONFIG, file);
    RouteConfig routes = RouteSettings.read(variables, CONFIG, file);
    List<String> notes = new ArrayList<>(Unused.in(variables));
    notes.addAll(SimilarSettings.idle(variables));
    if (RouteSettings.strategyIsIdle(variables, routes)) {
      notes.add(
          Unused.note(
              RouteSettings.STRATEGY,
              "there is no pool of several models; " + RouteSettings.POOLS + " makes one"));
    }
    if (TokenSettings.audienceIsIdle(variables)) {
      notes.add(
          Unused.note(
              TokenSettings.AUDIENCE,
              "nothing says how tokens are signed; set " + TokenSettings.KEYS + " or JWT_SECRET"));
    }
    notes.addAll(UpstreamSettings.leftOut(variables));
    if (upstreams.isEmpty()) {
      notes.add("No upstream is set up: set LOCAL_LLM_ENDPOINT, or the key of a provider.");
    }
    CacheRules cache = cache();
    HeadlessSettings.Stores stores = StoreSettings.read(variables);
    return new HeadlessSettings(
        gateway(upstreams),
        exposure(),
        new Rules(
            routes,
            limits(file),
            cache,
            SimilarSettings.read(variables, cache),
            TokenSettings.read(variables)),
        stores,
        Duration.ofSeconds(variables.number(DRAIN, 0, 3600).orElse(DEFAULT_DRAIN)),
        notes);
  }

  private SettingsFile file() {
    return variables
        .value(CONFIG)
        .map(v -> SettingsFile.read(v.name(), Variables.content(v.name(), v.text())))
        .orElse(SettingsFile.EMPTY);
  }

  private GatewayConfig gateway(List<UpstreamConfig> upstreams) {
    int port = variables.number(PORT, 0, 65535).orElse(GatewayConfig.DEFAULT_PORT);
    LinkedHashSet<String> origins = new LinkedHashSet<>(variables.list("CORS_ORIGINS"));
    try {
      return new GatewayConfig(
          "127.0.0.1", port, token(), upstreams, origins, GatewayLimits.defaults());
    } catch (GatewayException e) {
      throw new SettingsProblem(
          "CORS_ORIGINS", String.valueOf(e.getMessage()), "List the origins, with commas between.");
    }
  }

  private Secret token() {
    Optional<Variables.Value> value = variables.secretValue(TOKEN);
    Secret token =
        variables
            .secret(TOKEN)
            .orElseThrow(() ->
                new SettingsProblem(
                    TOKEN,
                    "The gateway never runs without a token of its own.",
                    "Set it, or " + TOKEN + "_FILE; \"openssl rand -hex 32\" makes one."));
    if (token.reveal().length() < LEAST_TOKEN) {
      throw new SettingsProblem(
          value.map(Variables.Value::name).orElse(TOKEN),
          "It is too short to be safe.",
          "Use 16 characters or more; \"openssl rand -hex 32\" makes one.");
    }
    return token;
  }

  private Exposure exposure() {
    String host = variables.text(HOST).orElse("127.0.0.1");
    String literal = host.equals("localhost") ? "127.0.0.1" : host.replaceAll("^\\[|]$", "");
    try {
      return Exposure.of(literal, variables.list(ALLOWED_HOSTS));
    } catch (IllegalArgumentException e) {
      String cause = String.valueOf(e.getMessage());
      if (cause.contains("literal")) {
        throw new SettingsProblem(
            HOST, "It is no address.", "Use 127.0.0.1, 0.0.0.0, ::1, :: or one of this machine.");
      }
      throw new SettingsProblem(
          ALLOWED_HOSTS,
          "It must list the names that clients call the gateway by, as it listens beyond this"
              + " machine.",
          "Set it to names like gateway,llm.example.com:8443; patterns are never allowed.");
    }
  }

  private LimitRules limits(SettingsFile file) {
    Map<String, KeyLimits> models = new LinkedHashMap<>();
    variables
        .number("RATE_LIMIT_PER_MINUTE", 0, Integer.MAX_VALUE)
        .filter(most -> most > 0)
        .ifPresent(most -> models.put(EVERY_MODEL, new KeyLimits(most, 0, 0, 0, 0)));
    Map<String, LimitRules.Price> prices = new LinkedHashMap<>();
    file.limits()
        .forEach((model, entry) -> models.merge(model, limits(model, entry), SettingsReader::both));
    file.prices().forEach((model, entry) -> prices.put(model, price(model, entry)));
    return new LimitRules(models, prices);
  }

  /** The variable's limit stays when the file has others for every model; the lower one counts. */
  private static KeyLimits both(KeyLimits variable, KeyLimits file) {
    long most = variable.requestsPerMinute();
    long requests = file.requestsPerMinute() == 0 ? most : Math.min(most, file.requestsPerMinute());
    return new KeyLimits(
        requests,
        file.tokensPerMinute(),
        file.concurrent(),
        file.budgetPerDay(),
        file.budgetPerMonth());
  }

  /** Numbers below 0 would give back what others have used. */
  private static LimitRules.Price price(String model, PriceEntry entry) {
    String place = CONFIG + ", prices." + model;
    if (!(entry.prompt() >= 0 && entry.completion() >= 0)
        || Double.isInfinite(entry.prompt() + entry.completion())) {
      throw new SettingsProblem(place, "A price is 0 or more.", "Correct it.");
    }
    return new LimitRules.Price(entry.prompt(), entry.completion());
  }

  private static KeyLimits limits(String model, LimitsEntry entry) {
    String place = CONFIG + ", limits." + model;
    if (entry.equals(new LimitsEntry(null, null, null, null, null))) {
      throw new SettingsProblem(
          place, "It limits nothing.", "Give a number, such as requests_per_minute, or remove it.");
    }
    try {
      return new KeyLimits(
          zeroOr(entry.requestsPerMinute()),
          zeroOr(entry.tokensPerMinute()),
          zeroOr(entry.concurrent()),
          zeroOr(entry.budgetPerDay()),
          zeroOr(entry.budgetPerMonth()));
    } catch (IllegalArgumentException e) {
      throw new SettingsProblem(place, e.getMessage() + ".", "Correct it.");
    }
  }

  private static long zeroOr(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  /** The cache is on when its time is set, or its size; for those keys and requests that ask. */
  private CacheRules cache() {
    Optional<Integer> seconds = variables.number("CACHE_EXPIRE_SECONDS", 0, Integer.MAX_VALUE);
    Optional<Integer> size = variables.number(CACHE_MEGABYTES, 0, 1 << 20);
    boolean off = seconds.equals(Optional.of(0)) || size.equals(Optional.of(0));
    if (off || (seconds.isEmpty() && size.isEmpty())) {
      return CacheRules.OFF;
    }
    CacheRules rules =
        CacheRules.of((long) size.orElse(DEFAULT_CACHE) << 20)
            .withModels(variables.list(CACHE_MODELS).toArray(String[]::new));
    return seconds.isEmpty() ? rules : rules.withTimeToLive(Duration.ofSeconds(seconds.get()));
  }
}
