// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.secret.KeyPatterns;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.http.HttpAnswers;
import dev.wheelhouse.testing.http.HttpCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * S-5, pain 12: keys leak in logs and errors. Canary keys go through whole sessions with every
 * failure there is, with everything logged; none may show anywhere, whole or in part.
 */
class SecretCanaryTest {
  private static final String CANARY = "AIzaCANARY7f3e9b1d5c8a2046-upstream";
  private static final String OWNER = "owner-CANARY5d2c8e7f1a9b3064-token";
  private static final String STRANGER = "stranger-CANARY1a2b3c4d5e6f7081-token";

  /** Any eight letters in a row of a canary are a leak. */
  private static final List<String> PIECES =
      pieces(List.of(CANARY.substring(4, 26), OWNER.substring(6, 28), STRANGER.substring(9, 31)));

  private static final List<String> PATHS =
      List.of("/v1/chat/completions", "/v1/messages", "/api/chat");

  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final List<String> shown = new ArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("dev.wheelhouse");
  private AppenderBase<ILoggingEvent> appender;
  private Level rootLevel;
  private Level ourLevel;

  private static List<String> pieces(List<String> secrets) {
    List<String> pieces = new ArrayList<>();
    for (String secret : secrets) {
      for (int i = 0; i + 8 <= secret.length(); i++) {
        pieces.add(secret.substring(i, i + 8));
      }
    }
    return pieces;
  }

  @BeforeEach
  void logEverything() {
    appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            logged.add(
                event.getFormattedMessage()
                    + event.getMDCPropertyMap()
                    + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
          }
        };
    appender.start();
    rootLevel = root.getLevel();
    ourLevel = ours.getLevel();
    root.setLevel(Level.TRACE);
    ours.setLevel(Level.TRACE);
    root.addAppender(appender);
  }

  @AfterEach
  void logAsBefore() {
    root.detachAppender(appender);
    root.setLevel(rootLevel);
    ours.setLevel(ourLevel);
  }

  @ParameterizedTest
  @EnumSource(ScriptedUpstream.Kind.class)
  void pain12ShowsNoKeyInAWholeSessionWithEveryFailure(ScriptedUpstream.Kind kind) {
    try (ScriptedUpstream upstream = new ScriptedUpstream(kind)) {
      UpstreamConfig config = withCanary(upstream.config());
      shown.add(config.toString());
      GatewayLimits limits =
          new GatewayLimits(1 << 20, 32 << 10, 128, 64, 0, GatewayLimits.defaults().timers());
      Gateway gateway =
          Gateway.start(
              new GatewayConfig(
                  "127.0.0.1", 0, Secret.of(OWNER), List.of(config), Set.of(), limits));
      try (Rig rig = Rig.around(gateway, Secret.of(OWNER))) {
        session(rig, upstream, kind);
        shown.add(gateway.status().toString());
        shown.add(rig.get("/metrics").body());
        shown.add(rig.get("/healthz").body());
      }
      shown.add(String.valueOf(Gateway.test(config)));
    }
    assertNothingShows();
    assertThat(logged).as("that something was logged at all").isNotEmpty();
  }

  private void session(Rig rig, ScriptedUpstream upstream, ScriptedUpstream.Kind kind) {
    List<HttpAnswers> answers = new ArrayList<>(leakingAnswers());
    Recorded.upstream(kind.lower()).values().forEach(one -> answers.add(replay(one)));
    for (HttpAnswers answer : answers) {
      upstream.answer(answer);
      int turn = answers.indexOf(answer);
      String path = PATHS.get(turn % PATHS.size());
      shown.add(rig.post(path, chat(kind.model, turn % 2 == 0)).body());
    }
    shown.add(rig.get("/v1/models").body());
    shown.add(rig.get("/api/tags").body());
    for (String header : List.of("Authorization", "x-api-key", "x-goog-api-key")) {
      HttpRequest stranger =
          HttpRequest.newBuilder(rig.uri("/v1/models?key=" + STRANGER))
              .header(header, header.equals("Authorization") ? "Bearer " + STRANGER : STRANGER)
              .build();
      shown.add(rig.send(stranger).body());
    }
    shown.add(
        rig.post("/v1/embeddings", "{\"model\":\"%s\",\"input\":\"a\"}".formatted(kind.model))
            .body());
    upstream.close();
    shown.add(rig.post("/v1/chat/completions", chat(kind.model, true)).body());
  }

  /** What servers do that mean well: they tell the caller which key was wrong. */
  private static List<HttpAnswers> leakingAnswers() {
    List<HttpAnswers> answers = new ArrayList<>();
    String masked = CANARY.substring(0, 14) + "********";
    for (int status : List.of(400, 401, 402, 403, 404, 422, 429, 498, 500, 503)) {
      for (String key : List.of(CANARY, masked)) {
        String said =
            "Incorrect key %s at https://host/v1?key=%s (x-goog-api-key: %s)"
                .formatted(key, key, key);
        answers.add(call -> call.json(status, "{\"error\":{\"message\":\"" + said + "\"}}"));
        answers.add(call -> {
          call.begin(200, "text/event-stream");
          call.write(
              "data: {\"error\":{\"code\":%d,\"message\":\"%s\"}}\n\n".formatted(status, said));
          call.end();
        });
      }
    }
    answers.add(call ->
        call.reply(302, Map.of("Location", "https://other.example/?key=" + CANARY), new byte[0]));
    answers.add(call ->
        call.reply(200, "text/html", CANARY.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return answers;
  }

  private static HttpAnswers replay(Recorded one) {
    return call -> {
      if (one.status() != 200) {
        call.json(one.status(), one.body());
        return;
      }
      call.begin(200, one.contentType());
      for (String frame : one.frames()) {
        call.write(frame);
      }
      if (one.cut()) {
        call.drop();
      } else {
        call.end();
      }
    };
  }

  private static String chat(String model, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
        .formatted(model, stream);
  }

  private static UpstreamConfig withCanary(UpstreamConfig config) {
    Secret canary = Secret.of(CANARY);
    URI base = config.baseUri();
    return switch (config) {
      case UpstreamConfig.Ollama one -> new UpstreamConfig.Ollama(one.name(), base, canary);
      case UpstreamConfig.OpenAiCompatible one ->
          new UpstreamConfig.OpenAiCompatible(one.name(), base, canary);
      case UpstreamConfig.Anthropic one -> new UpstreamConfig.Anthropic(one.name(), base, canary);
      case UpstreamConfig.Cloud one ->
          new UpstreamConfig.Cloud(one.api(), one.name(), base, canary, List.of());
      case UpstreamConfig.WithKeys one -> withCanary(one.upstream());
    };
  }

  private void assertNothingShows() {
    for (String piece : PIECES) {
      assertThat(logged).as("the log").noneMatch(line -> line.contains(piece));
      assertThat(shown).as("what clients and people see").noneMatch(text -> text.contains(piece));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepsNoKeyOfTheGatewayInTheContentOfItsLog(boolean stream, @TempDir Path folder)
      throws IOException {
    ClientKeys keys = new ClientKeys(new MemoryKeyStore(), Clock.systemUTC());
    String key = keys.create("editor", Grant.CLIENT, null).token().reveal();
    String both = OWNER + " and " + key;
    try (ScriptedOpenAi upstream = new ScriptedOpenAi();
        Rig rig =
            Rig.around(
                Gateway.start(GatewayConfig.of(0, Secret.of(OWNER), List.of(upstream.upstream()))),
                Secret.of(OWNER))) {
      upstream.chat(call -> answer(call, both, stream));
      rig.gateway.keys(keys);
      rig.gateway.log(LogConfig.sqlite(folder.resolve("requests.db")).withContent(1 << 16));
      String asked = chat(ScriptedOpenAi.MODEL, stream).replace("Hi", "marker " + both);
      String id =
          rig.post("/v1/chat/completions", asked)
              .headers()
              .firstValue("X-Request-Id")
              .orElseThrow();
      rig.post("/v1/chat/completions", asked.replace(ScriptedOpenAi.MODEL, OWNER));
      rig.post("/v1/chat/completions", asked.replace(ScriptedOpenAi.MODEL, key));
      rig.settled();
      rig.post(
          "/api/feedback",
          "{\"request_id\":\"%s\",\"score\":1,\"comment\":\"%s\"}".formatted(id, both));
      String detail = rig.get("/api/db/requests/" + id).body();
      assertThat(detail).contains("marker [removed] and [removed]").contains("said [removed] and");
      assertThat(Rig.json(detail).at("/feedback/comment").asText())
          .isEqualTo("[removed] and [removed]");
      shown.add(detail);
      shown.add(rig.get("/api/db/requests/export").body());
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        shown.add(Files.readString(each, StandardCharsets.ISO_8859_1));
      }
    }
    assertNothingShows();
    for (String piece : pieces(List.of(key.substring(17)))) {
      assertThat(shown).as("the client's key").noneMatch(text -> text.contains(piece));
    }
  }

  private static void answer(HttpCall call, String said, boolean stream) throws IOException {
    if (!stream) {
      call.json(
          200,
          "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"said %s\"},\"finish_reason\":\"stop\"}]}"
              .formatted(said));
      return;
    }
    call.begin(200, "text/event-stream");
    for (String piece : ("said " + said).split("(?<=\\G.{7})")) {
      call.write(ScriptedOpenAi.event("{\"content\":\"" + piece + "\"}", "null"));
    }
    call.write(ScriptedOpenAi.event("{}", "\"stop\"") + "data: [DONE]\n\n");
    call.end();
  }

  @Test
  void showsNoKeyInWhatTheGatewayPrintsOfItself() {
    GatewayConfig config =
        GatewayConfig.of(
            0,
            Secret.of(OWNER),
            List.of(
                UpstreamConfig.of("up", URI.create("https://api.openai.com"), Secret.of(CANARY))));
    shown.add(config.toString());
    shown.add(config.token().toString());
    assertNothingShows();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Incorrect API key provided: sk-proj-abc***xyz.",
        "key AIzaSyA1234567890 is not valid",
        "xai-abcdef, pplx-abcdef and gsk_abcdef",
        "whk-0a1b2c3d4e5f-abcdef is not known here",
        "GET https://host/v1?key=abcdef&x=1",
        "Authorization: Bearer abcdef.ghi",
        "x-goog-api-key: abcdef"
      })
  void scrubsWhatLooksLikeAKey(String text) {
    assertThat(KeyPatterns.scrub(text))
        .contains("[hidden]")
        .doesNotContain("abc", "AIza", "123456", "xyz");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The model gpt-5-mini does not exist",
        "task-force meets at the desk-top",
        "Rate limit reached for requests per min (RPM): Limit 3, Used 3",
        "invalid bearer"
      })
  void leavesOtherWordsAlone(String text) {
    assertThat(KeyPatterns.scrub(text)).isEqualTo(text);
  }
}
