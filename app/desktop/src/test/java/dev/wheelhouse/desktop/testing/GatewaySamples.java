// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import dev.wheelhouse.engine.gateway.config.PoolSettings;
import dev.wheelhouse.engine.gateway.config.PoolTarget;
import dev.wheelhouse.engine.gateway.key.GatewayKey;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.gateway.key.KeyRights;
import dev.wheelhouse.engine.gateway.key.KeyScope;
import dev.wheelhouse.engine.gateway.pool.PoolNow;
import dev.wheelhouse.engine.gateway.pool.TargetNow;
import dev.wheelhouse.engine.gateway.request.ModelOutcome;
import dev.wheelhouse.engine.gateway.request.RequestEntry;
import dev.wheelhouse.engine.gateway.request.RequestEntry.Outcome;
import dev.wheelhouse.engine.gateway.request.RequestSpan;
import dev.wheelhouse.engine.gateway.state.GatewayNow;
import dev.wheelhouse.engine.gateway.state.UpstreamNow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A gateway that has been at work for a while. */
public final class GatewaySamples {
  private static final List<String> MODELS =
      List.of("llama3.2:3b", "claude-sonnet-4-5", "qwen3:4b", "everyday", "llama3.2:3b");
  private static final List<String> UPSTREAMS =
      List.of("local-ai", "anthropic", "local-ai", "openrouter", "local-ai");
  private static final List<String> CLIENTS = List.of("editor", "owner", "phone", "editor", "n8n");

  private GatewaySamples() {}

  /** One upstream, nothing asked. */
  public static GatewayNow quiet() {
    return new GatewayNow(
        Samples.NOW.minusSeconds(8040),
        0,
        List.of(
            upstream(
                "local-ai", "ollama", UpstreamNow.Health.HEALTHY, 0, "llama3.2:3b", "qwen3:4b")));
  }

  /** Three providers, one of which refuses its key. */
  public static GatewayNow busy() {
    UpstreamNow refused =
        new UpstreamNow(
            "anthropic",
            "anthropic",
            "https://api.anthropic.com",
            UpstreamNow.Health.KEY_REJECTED,
            "anthropic refuses the key",
            "Paste a new key.",
            List.of(),
            new UpstreamNow.Counts(0, 3, 3, 0, 0));
    return new GatewayNow(
        Samples.NOW.minusSeconds(8040),
        3,
        List.of(
            upstream(
                "local-ai", "ollama", UpstreamNow.Health.HEALTHY, 2, "llama3.2:3b", "qwen3:4b"),
            upstream(
                "openrouter", "openai", UpstreamNow.Health.HEALTHY, 1, "gpt-5-mini", "glm-4.6"),
            refused));
  }

  private static UpstreamNow upstream(
      String name, String family, UpstreamNow.Health health, int inFlight, String... models) {
    return new UpstreamNow(
        name,
        family,
        family.equals("ollama") ? "http://127.0.0.1:11436" : "https://openrouter.ai/api/v1",
        health,
        "",
        "",
        List.of(models),
        new UpstreamNow.Counts(inFlight, 142, 2, 48_120, 20_466));
  }

  /** An hour with quiet and busy times. */
  public static List<RequestSpan> course() {
    Random random = new Random(7);
    List<RequestSpan> spans = new ArrayList<>();
    for (int i = 0; i < 61; i++) {
      long requests = Math.round(Math.max(0, 8 + 7 * Math.sin(i / 7.0) + random.nextInt(5) - 2));
      long errors = i > 20 && i < 26 ? 1 : 0;
      long asked = requests;
      spans.add(
          new RequestSpan(
              Samples.NOW.minus(Duration.ofMinutes(60 - i)),
              requests,
              Math.min(errors, requests),
              requests * 610,
              requests == 0 ? null : Duration.ofMillis(320 + random.nextInt(240)),
              requests == 0 ? null : 38.0 + random.nextInt(14),
              requests * 0.0011,
              asked,
              Math.round(asked * Math.min(0.6, i / 80.0))));
    }
    return spans;
  }

  /** So many requests, the newest last. */
  public static List<RequestEntry> requests(int count) {
    Random random = new Random(3);
    List<RequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int kind = i % MODELS.size();
      Outcome outcome =
          i % 11 == 4 ? Outcome.FAILED : i % 13 == 6 ? Outcome.CANCELLED : Outcome.COMPLETED;
      Instant at = Samples.NOW.minusSeconds(17L * (count - i));
      entries.add(request(i, kind, outcome, at, random));
    }
    return entries;
  }

  private static RequestEntry request(
      int number, int kind, Outcome outcome, Instant at, Random random) {
    boolean answered = outcome == Outcome.COMPLETED;
    Duration queue = number % 6 == 1 ? Duration.ofMillis(120 + random.nextInt(400)) : Duration.ZERO;
    Duration upstream = Duration.ofMillis(answered ? 600 + random.nextInt(2600) : 180);
    Duration own = Duration.ofNanos(200_000 + random.nextInt(900_000));
    return new RequestEntry(
        "019a%08x".formatted(0xbeef00 + number),
        at,
        new RequestEntry.Asked(
            CLIENTS.get(kind),
            kind == 1 ? "anthropic" : "openai",
            "chat",
            MODELS.get(kind),
            kind != 2,
            "{\"temperature\":0.7}"),
        new RequestEntry.Route(
            UPSTREAMS.get(kind),
            MODELS.get(kind).equals("everyday") ? "gpt-5-mini" : MODELS.get(kind),
            kind == 3 ? "the first in the list that is usable" : "it has the model",
            0,
            answered && number % 4 == 0 ? "miss" : ""),
        new RequestEntry.Result(
            outcome,
            outcome == Outcome.FAILED ? 502 : 200,
            outcome == Outcome.FAILED ? "upstream_credentials_rejected" : ""),
        new RequestEntry.Tokens(
            answered ? 210 + random.nextInt(1400) : 0,
            answered ? 40 + random.nextInt(600) : 0,
            kind == 3 ? 0.0012 : null),
        new RequestEntry.Timing(
            queue.plus(upstream).plus(own),
            queue,
            upstream,
            own,
            answered ? queue.plusMillis(310 + random.nextInt(300)) : null,
            answered ? 41.5 : null));
  }

  /** What three models led to, one of them at two temperatures. */
  public static List<ModelOutcome> outcomes() {
    return List.of(
        outcome("llama3.2:3b", 0.7, new ModelOutcome.Ends(214, 208, 2), 1900, 0, 31, 0.61),
        outcome("everyday", null, new ModelOutcome.Ends(96, 94, 1), 2400, 0.1152, 12, 0.83),
        outcome("llama3.2:3b", 0.0, new ModelOutcome.Ends(40, 40, 0), 1200, 0, 0, null),
        outcome("claude-sonnet-4-5", 1.0, new ModelOutcome.Ends(9, 0, 9), 180, 0, 0, null));
  }

  private static ModelOutcome outcome(
      String model,
      @Nullable Double temperature,
      ModelOutcome.Ends ends,
      long millis,
      double cost,
      long rated,
      @Nullable Double score) {
    boolean answered = ends.completed() > 0;
    return new ModelOutcome(
        model,
        temperature,
        ends,
        new ModelOutcome.Average(
            Duration.ofMillis(millis),
            answered ? Duration.ofMillis(millis / 4) : null,
            answered ? 640 : 0,
            answered ? 212 : 0),
        cost,
        rated,
        score);
  }

  /** Four keys: one bounded, one expired, one revoked. */
  public static List<GatewayKey> keys() {
    KeyRights bounded =
        new KeyRights(
            Set.of(KeyScope.CHAT, KeyScope.MODELS),
            List.of("llama*", "qwen*"),
            new KeyBounds(30, 0, 0, 0, 5),
            false);
    return List.of(
        key("8f21c07ab3d4", "editor", KeyRights.CLIENT, 40, null, true),
        key("19be6630fa51", "phone", bounded, 12, Samples.NOW.plusSeconds(6_000_000), true),
        key("c3d09e17742b", "workshop", KeyRights.CLIENT, 30, Samples.NOW.minusSeconds(50), true),
        key("5a7740f1be98", "old laptop", KeyRights.CLIENT, 90, null, false));
  }

  private static GatewayKey key(
      String id, String name, KeyRights rights, int days, Instant expires, boolean honoured) {
    return new GatewayKey(
        id, name, rights, Samples.NOW.minus(Duration.ofDays(days)), expires, honoured);
  }

  /** Two pools: one that weighs its targets, one that stays on this machine. */
  public static List<PoolSettings> pools() {
    return List.of(
        new PoolSettings(
            "everyday",
            PoolPolicy.DYNAMIC_WEIGHT,
            List.of(
                new PoolTarget("local-ai", "llama3.2:3b", 2),
                new PoolTarget("openrouter", "gpt-5-mini", 1, null, 400_000),
                new PoolTarget("anthropic", "claude-sonnet-4-5", 1)),
            true,
            false),
        new PoolSettings(
            "private",
            PoolPolicy.PRIORITY,
            List.of(
                new PoolTarget("local-ai", "qwen3:4b", 1),
                new PoolTarget("local-ai", "llama3.2:3b", 1)),
            false,
            true));
  }

  /** How the targets of these pools stand. */
  public static List<PoolNow> poolsNow() {
    return List.of(
        new PoolNow(
            "everyday",
            PoolPolicy.DYNAMIC_WEIGHT,
            List.of(
                target("local-ai", "llama3.2:3b", 2, 0.68, 2, 0.4),
                target("openrouter", "gpt-5-mini", 1, 0.32, 1, 0.9),
                new TargetNow(
                    "anthropic",
                    "claude-sonnet-4-5",
                    TargetNow.State.MISCONFIGURED,
                    "it refuses the key",
                    null,
                    1,
                    new TargetNow.Figures(0, 0, 0, 3, 0, 0, false, false)))),
        new PoolNow(
            "private",
            PoolPolicy.PRIORITY,
            List.of(
                target("local-ai", "qwen3:4b", 1, 1, 0, 0.6),
                target("local-ai", "llama3.2:3b", 1, 0, 2, 0.4))));
  }

  private static TargetNow target(
      String upstream, String model, double weight, double share, int inFlight, double seconds) {
    return new TargetNow(
        upstream,
        model,
        TargetNow.State.READY,
        "",
        null,
        weight,
        new TargetNow.Figures(share, share, inFlight, 140, seconds, 0.98, true, true));
  }
}
