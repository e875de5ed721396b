// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.cache.SimilarRules;
import dev.wheelhouse.gateway.chroma.ChromaConfig;
import dev.wheelhouse.gateway.credential.UpstreamKey;
import dev.wheelhouse.gateway.key.JwtRules;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.redis.RedisConfig;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.ThroughputGuard;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that users have in their environment, and what each of them does. */
class EnvironmentTest {
  static final String TOKEN = "token-of-the-tests-0123456789";
  private static final String KEY = "sk-canary-of-the-tests";

  /** Every name of the systems' own settings; none may be read and silently ignored. */
  private static final List<String> NAMES =
      List.of(
          ("OPENAI_API_KEY OPENAI_MODEL OPENAI_MAX_TOKENS ANTHROPIC_API_KEY GEMINI_API_KEY"
                  + " GOOGLE_API_KEY GROK_API_KEY COHERE_API_KEY ZAI_API_KEY PERPLEXITY_API_KEY"
                  + " LOCAL_LLM_ENDPOINT DATABASE_URL REDIS_URL REDIS_HOST REDIS_PORT"
                  + " REDIS_PASSWORD REDIS_DB DB_POOL_SIZE DB_MAX_OVERFLOW DB_POOL_TIMEOUT"
                  + " DB_POOL_RECYCLE REDIS_POOL_SIZE CACHE_EXPIRE_SECONDS CHROMADB_HOST"
                  + " CHROMADB_PORT CHROMADB_PATH COLLECTION_NAME VECTOR_DIMENSION"
                  + " SIMILARITY_THRESHOLD MAX_RESULTS PERMANENT_SESSION_LIFETIME"
                  + " DWA_ROUTING_STRATEGY RATE_LIMIT_PER_MINUTE SECRET_KEY JWT_SECRET"
                  + " JWT_SECRET_KEY ENCRYPTION_KEY CORS_ORIGINS ENVIRONMENT DEBUG LOG_LEVEL"
                  + " LOG_FORMAT LOG_FILE LOG_MAX_SIZE LOG_BACKUP_COUNT HEALTH_CHECK_INTERVAL"
                  + " METRICS_ENABLED METRICS_COLLECTION_INTERVAL")
              .split(" "));

  @TempDir Path folder;

  /** A value that differs from what holds without the variable. */
  private static String sample(String name) {
    return switch (name) {
      case "LOCAL_LLM_ENDPOINT" -> "http://127.0.0.1:11434";
      case "DATABASE_URL" -> "postgresql://u:p@db:5432/x";
      case "REDIS_URL" -> "redis://:p@cache:6379/0";
      case "REDIS_HOST" -> "cache";
      case "CORS_ORIGINS" -> "https://page.example";
      case "DWA_ROUTING_STRATEGY" -> "min_cost";
      case "DEBUG" -> "true";
      case "LOG_LEVEL" -> "debug";
      case "LOG_FORMAT" -> "json";
      case "JWT_SECRET", "JWT_SECRET_KEY" -> "0123456789abcdef0123456789abcdef";
      default -> "17";
    };
  }

  @ParameterizedTest
  @MethodSource("names")
  void countsOrIsReported(String name) {
    // these say more about a Redis that another name brings
    Map<String, String> base =
        name.matches("REDIS_(PORT|PASSWORD|DB)") ? Map.of("REDIS_HOST", "cache") : Map.of();
    Map<String, String> with = new HashMap<>(base);
    with.put(name, sample(name));
    assertThat(effects(with)).as(name + " alone").isNotEqualTo(effects(base));
    with.remove(name);
    with.put("WHEELHOUSE_" + name, sample(name));
    assertThat(effects(with)).as("WHEELHOUSE_" + name).isNotEqualTo(effects(base));
  }

  static Stream<String> names() {
    return NAMES.stream();
  }

  private static List<Object> effects(Map<String, String> environment) {
    HeadlessSettings settings = settings(environment);
    return List.of(
        settings.gateway(),
        settings.rules(),
        settings.stores(),
        settings.drain(),
        settings.notes(),
        Logs.read(new Variables(environment)));
  }

  static Stream<Arguments> effectsOfNames() {
    return Stream.of(
        row("WHEELHOUSE_GATEWAY_PORT", "8080", s -> s.gateway().port(), 8080),
        row("WHEELHOUSE_GATEWAY_DRAIN_SECONDS", "5", s -> s.drain(), Duration.ofSeconds(5)),
        row(
            "CORS_ORIGINS",
            "[\"https://a.example\", \"https://b.example\"]",
            s -> s.gateway().allowedOrigins().size(),
            2),
        row(
            "RATE_LIMIT_PER_MINUTE",
            "60",
            s -> s.rules().limits().models().get("*").requestsPerMinute(),
            60L),
        row(
            "CACHE_EXPIRE_SECONDS",
            "3600",
            s -> s.rules().cache().on() ? s.rules().cache().timeToLive() : "off",
            Duration.ofHours(1)),
        row("CACHE_EXPIRE_SECONDS", "0", s -> s.rules().cache(), CacheRules.OFF),
        row(
            "LOCAL_LLM_ENDPOINT",
            "http://ollama:11434",
            s -> s.gateway().upstreams().getFirst().getClass(),
            UpstreamConfig.Ollama.class),
        row(
            "OPENAI_MODEL",
            "gpt-5-mini",
            s -> s.rules().routes().pools().getFirst().targets().getFirst().label(),
            "openai/gpt-5-mini"),
        row(
            "WHEELHOUSE_GATEWAY_POOLS",
            "chat=openai/a,zai/glm/b; fast = local/c",
            s ->
                s.rules().routes().pools().stream()
                    .map(p -> p.name() + p.targets().size())
                    .toList(),
            List.of("chat2", "fast1")),
        row(
            "DATABASE_URL",
            "postgresql://u:p@db/x",
            s -> s.stores().log().store(),
            new LogConfig.Store.Postgres(Secret.of("postgresql://u:p@db/x"))),
        row(
            "WHEELHOUSE_GATEWAY_REQUEST_LOG",
            "/data/log.db",
            s -> s.stores().log().store(),
            new LogConfig.Store.Sqlite(Path.of("/data/log.db"))),
        row(
            "REDIS_URL",
            "redis://cache:6379/2",
            s -> s.stores().redis(),
            Optional.of(RedisConfig.of(URI.create("redis://cache:6379/2")))),
        row(
            "WHEELHOUSE_GATEWAY_KEYS",
            "/data/keys.json",
            s -> s.stores().keys(),
            Optional.of(Path.of("/data/keys.json"))));
  }

  private static Arguments row(
      String name, String value, Function<HeadlessSettings, Object> effect, Object expected) {
    return Arguments.of(name, value, effect, expected);
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("effectsOfNames")
  void hasThisEffect(
      String name, String value, Function<HeadlessSettings, Object> effect, Object expected) {
    assertThat(effect.apply(settings(Map.of(name, value)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai OPENAI_API_KEY",
        "anthropic ANTHROPIC_API_KEY",
        "gemini GEMINI_API_KEY",
        "gemini GOOGLE_API_KEY",
        "grok GROK_API_KEY",
        "cohere COHERE_API_KEY",
        "zai ZAI_API_KEY",
        "perplexity PERPLEXITY_API_KEY"
      })
  void aKeyMakesAProviderAlsoFromAFile(String providerAndName) throws IOException {
    String provider = providerAndName.split(" ")[0];
    String name = providerAndName.split(" ")[1];
    Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
    for (Map<String, String> way :
        List.of(
            Map.of(name, KEY),
            Map.of(name + "_FILE", file.toString()),
            Map.of("WHEELHOUSE_" + name, KEY, name, "other"),
            Map.of("WHEELHOUSE_" + name + "_FILE", file.toString(), name, "other"))) {
      List<UpstreamConfig> upstreams = settings(way).gateway().upstreams();
      assertThat(upstreams).as(way.toString()).hasSize(1);
      assertThat(upstreams.getFirst().name()).isEqualTo(provider);
      assertThat(upstreams.getFirst().key().matches(KEY)).isTrue();
    }
  }

  @Test
  void aKeyFileThatIsEmptyLeavesItsProviderOutAndSaysSo() throws IOException {
    Path none = Files.writeString(folder.resolve("none"), " \n");
    Path key = Files.writeString(folder.resolve("key"), KEY);

    HeadlessSettings settings =
        settings(
            Map.of("OPENAI_API_KEY_FILE", none.toString(), "ZAI_API_KEY_FILE", key.toString()));

    assertThat(settings.gateway().upstreams()).extracting(UpstreamConfig::name).containsOnly("zai");
    assertThat(settings.notes())
        .containsExactly("OPENAI_API_KEY_FILE names an empty file, so openai is left out");
  }

  @Test
  void redisMayStandInParts() {
    HeadlessSettings settings =
        settings(
            Map.of(
                "REDIS_HOST",
                "cache",
                "REDIS_PORT",
                "6380",
                "REDIS_PASSWORD",
                "a/b@c",
                "REDIS_DB",
                "3"));
    assertThat(settings.stores().redis().orElseThrow())
        .satisfies(redis ->
            assertThat(redis.host() + redis.port() + "/" + redis.database())
                .isEqualTo("cache6380/3"))
        .satisfies(redis -> assertThat(redis.password().matches("a/b@c")).isTrue());
  }

  @Test
  void similarQuestionsAreLookedForOnlyWithAModelOfTheirOwn() throws IOException {
    Map<String, String> chroma = new HashMap<>();
    chroma.put("CACHE_EXPIRE_SECONDS", "60");
    chroma.put("CHROMADB_HOST", "chroma");
    chroma.put("CHROMADB_PORT", "8001");
    chroma.put("SIMILARITY_THRESHOLD", "0.7"); // of a program that looks for documents
    HeadlessSettings off = settings(chroma);
    assertThat(off.rules().similar()).isEqualTo(SimilarRules.OFF);
    assertThat(off.notes())
        .anyMatch(n -> n.startsWith("CHROMADB_HOST is set but changes nothing"))
        .anyMatch(n -> n.startsWith("SIMILARITY_THRESHOLD is set but changes nothing"));

    Path token = Files.writeString(folder.resolve("token"), KEY);
    chroma.put("CHROMADB_TOKEN_FILE", token.toString());
    chroma.put("WHEELHOUSE_GATEWAY_CACHE_SIMILAR_MODEL", "nomic-embed-text");
    chroma.put("WHEELHOUSE_GATEWAY_CACHE_SIMILAR_ENTRIES", "7");
    assertThatThrownBy(() -> settings(chroma))
        .hasMessageContaining("SIMILARITY_THRESHOLD")
        .hasMessageContaining("0.8 to 1");
    chroma.put("WHEELHOUSE_SIMILARITY_THRESHOLD", "0.97");
    SimilarRules on = settings(chroma).rules().similar();
    assertThat(on)
        .isEqualTo(
            SimilarRules.of(
                    ChromaConfig.of(URI.create("http://chroma:8001"), Secret.of(KEY)),
                    "nomic-embed-text")
                .from(0.97)
                .keeping(7));
    chroma.put("CHROMADB_HOST", "https://chroma.example.com");
    assertThat(settings(chroma).rules().similar().chroma().orElseThrow().address())
        .isEqualTo(URI.create("https://chroma.example.com"));
    chroma.remove("CHROMADB_HOST");
    assertThatThrownBy(() -> settings(chroma)).hasMessageContaining("There is no Chroma for it");
  }

  @Test
  void theStrategyOrdersThePoolsAndIsReportedWithoutOne() {
    Map<String, String> alone = Map.of("DWA_ROUTING_STRATEGY", "min_latency");
    assertThat(settings(alone).notes())
        .anyMatch(n -> n.startsWith("DWA_ROUTING_STRATEGY is set but changes nothing"));
    Map<String, String> both = new HashMap<>(alone);
    both.put("WHEELHOUSE_GATEWAY_POOLS", "chat=openai/a,anthropic/b");
    assertThat(settings(both).notes()).noneMatch(n -> n.startsWith("DWA_ROUTING_STRATEGY"));
    assertThat(settings(both).rules().routes().pools().getFirst().policy())
        .isEqualTo(PolicyKind.LEAST_LATENCY);
  }

  @Test
  void usersTokensCountByASecretByPublishedKeysOrByBoth() throws IOException {
    String secret = "0123456789abcdef0123456789abcdef";
    Path keys = Files.writeString(folder.resolve("keys.json"), "{\"keys\": []}");
    JwtRules published =
        settings(
                Map.of(
                    "JWT_JWKS_URL", keys.toUri().toString(), "WHEELHOUSE_JWT_AUDIENCE", "gateway"))
            .rules()
            .tokens()
            .orElseThrow();
    assertThat(published.keys()).hasValue(keys.toUri());
    assertThat(published.audience()).isEqualTo("gateway");
    assertThat(published.secret().isPresent()).isFalse();

    JwtRules both =
        settings(
                Map.of("JWT_SECRET_KEY", secret, "JWT_JWKS_URL", "https://login.example/keys.json"))
            .rules()
            .tokens()
            .orElseThrow();
    assertThat(both.secret().matches(secret)).isTrue();
    assertThat(both.keys()).hasValue(URI.create("https://login.example/keys.json"));
    assertThat(both.audience()).isEmpty();

    HeadlessSettings idle = settings(Map.of("JWT_AUDIENCE", "gateway"));
    assertThat(idle.rules().tokens()).isEmpty();
    assertThat(idle.notes()).anyMatch(n -> n.startsWith("JWT_AUDIENCE is set but changes nothing"));
  }

  @Test
  void logsAsTheNamesOfOtherProgramsSay() {
    assertThat(logs(Map.of())).isEqualTo(new Logs.Choice(Level.INFO, false));
    assertThat(logs(Map.of("LOG_LEVEL", "WARNING", "LOG_FORMAT", "json")))
        .isEqualTo(new Logs.Choice(Level.WARN, true));
    assertThat(logs(Map.of("DEBUG", "1"))).isEqualTo(new Logs.Choice(Level.DEBUG, false));
    assertThat(logs(Map.of("DEBUG", "1", "LOG_LEVEL", "error")).level()).isEqualTo(Level.ERROR);
  }

  @Test
  void ourNamesWinAndAnEmptyOneIsNone() {
    assertThat(
            settings(Map.of("RATE_LIMIT_PER_MINUTE", "60", "WHEELHOUSE_RATE_LIMIT_PER_MINUTE", "7"))
                .rules()
                .limits()
                .models()
                .get("*")
                .requestsPerMinute())
        .isEqualTo(7);
    assertThat(settings(Map.of("OPENAI_API_KEY", "", "REDIS_HOST", " ")).gateway().upstreams())
        .isEmpty();
  }

  @Test
  void theFilesLimitsForEveryModelDoNotLiftTheOneOfTheVariable() throws IOException {
    assertThat(everyModel("{\"tokens_per_minute\": 5000}")).isEqualTo("60 5000");
    assertThat(everyModel("{\"requests_per_minute\": 90}")).isEqualTo("60 0");
    assertThat(everyModel("{\"requests_per_minute\": 30}")).isEqualTo("30 0");
  }

  /** Requests and tokens a minute, with 60 requests in the environment and this in the file. */
  private String everyModel(String limits) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("limits.json"), "{\"limits\": {\"*\": %s}}".formatted(limits));
    var every =
        settings(
                Map.of("RATE_LIMIT_PER_MINUTE", "60", "WHEELHOUSE_GATEWAY_CONFIG", file.toString()))
            .rules()
            .limits()
            .models()
            .get("*");
    return every.requestsPerMinute() + " " + every.tokensPerMinute();
  }

  @Test
  void theFileHoldsWhatDoesNotFitIntoVariables() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), KEY);
    Path file =
        Files.writeString(
            folder.resolve("gateway.json"),
            """
            {"upstreams": [
               {"name": "vllm", "url": "http://vllm:8000/v1", "type": "openai",
                "key_file": "%s", "models": ["m"]},
               {"name": "near", "url": "http://ollama:11434", "type": "ollama"}],
             "pools": [
               {"name": "chat", "policy": "weighted", "sticky": true, "min_chars_per_second": 25,
                "throughput_window_seconds": 2.5, "targets": [
                  {"upstream": "vllm", "model": "m", "weight": 3,
                   "price": {"prompt": 1, "completion": 2}, "context_window": 8192},
                  {"upstream": "near", "model": "q", "location": "local"}]}],
             "limits": {"m": {"tokens_per_minute": 5000}},
             "prices": {"m": {"prompt": 0.5, "completion": 1.5}},
             "larger_context": {"q": ["m"]}}
            """
                .formatted(key));
    HeadlessSettings settings = settings(Map.of("WHEELHOUSE_GATEWAY_CONFIG", file.toString()));
    assertThat(settings.gateway().upstreams())
        .extracting(UpstreamConfig::name)
        .containsExactly("vllm", "near");
    assertThat(settings.gateway().upstreams().getFirst().key().matches(KEY)).isTrue();
    var pool = settings.rules().routes().pools().getFirst();
    assertThat(pool.policy()).isEqualTo(PolicyKind.WEIGHTED);
    assertThat(pool.options().sticky()).isTrue();
    assertThat(pool.options().throughput())
        .isEqualTo(new ThroughputGuard(25, Duration.ofMillis(2500)));
    assertThat(pool.targets().getFirst().weight()).isEqualTo(3);
    assertThat(pool.targets().getFirst().contextWindow()).isEqualTo(8192);
    assertThat(settings.rules().limits().models().get("m").tokensPerMinute()).isEqualTo(5000);
    assertThat(settings.rules().limits().prices()).containsKey("m");
    assertThat(settings.rules().routes().largerContext()).containsEntry("q", List.of("m"));
  }

  @Test
  void anUpstreamOfTheFileMayHaveSeveralKeysEachInAFileOfItsOwn() throws IOException {
    Path first = Files.writeString(folder.resolve("key"), KEY);
    Path spare = Files.writeString(folder.resolve("spare"), KEY + "-2");
    Path odd = Files.writeString(folder.resolve("no label!"), KEY + "-3");
    Path file =
        Files.writeString(
            folder.resolve("gateway.json"),
            """
            {"upstreams": [
               {"name": "vllm", "url": "http://vllm:8000/v1", "key_file": "%s", "key_files": ["%s", "%s"]}]}
            """
                .formatted(first, spare, odd));
    UpstreamConfig made =
        settings(Map.of("WHEELHOUSE_GATEWAY_CONFIG", file.toString()))
            .gateway()
            .upstreams()
            .getFirst();
    assertThat(made.keys()).extracting(UpstreamKey::label).containsExactly("key", "spare", "key-3");
    assertThat(made.keys().get(1).secret().matches(KEY + "-2")).isTrue();
    assertThat(made.key().matches(KEY)).isTrue();
    assertThat(made.toString()).doesNotContain(KEY);
  }

  private static Logs.Choice logs(Map<String, String> environment) {
    return Logs.read(new Variables(environment));
  }

  private static HeadlessSettings settings(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("WHEELHOUSE_GATEWAY_TOKEN", TOKEN);
    return HeadlessSettings.of(all);
  }
}
